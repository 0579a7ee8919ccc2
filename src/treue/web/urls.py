"""Which page stands where."""

from __future__ import annotations

from django.urls import include, path

from treue.web import (
    audiences,
    customer,
    customers,
    data,
    delivery,
    forecast,
    groups,
    health,
    keys,
    limits,
    loads,
    logbook,
    mine,
    person_rights,
    reconciliation,
    shop_settings,
    taking_along,
    tasks,
    today,
    troubles,
    users,
)
from treue.web import sources as its_sources
from treue.web.beginning import once_there_are_figures

CLOSED = ("signup/", "email/", "confirm-email/", "reauthenticate/code/", "login/code/confirm/")
"""What allauth could do and we do not: users are made by an admin, under one address."""

urlpatterns = [
    path("", once_there_are_figures(today.today), name="today"),
    path("customers/", customers.customers, name="customers"),
    path("customers/export/", customers.export, name="customers_export"),
    path("customers/<str:code>/", customer.customer, name="customer"),
    path("customers/<str:code>/later/", customer.later, name="customer_later"),
    path("customers/<str:code>/calm/", customer.calm, name="customer_calm"),
    path("customers/<str:code>/notes/", customer.note, name="customer_note"),
    path("customers/<str:code>/notes/<int:number>/delete/", customer.unnote, name="customer_unnote"),
    path("customers/<str:code>/pack/", person_rights.pack, name="customer_pack"),
    path("customers/<str:code>/contacts/", person_rights.contacts, name="customer_contacts"),
    path("customers/<str:code>/contacts/follow/", person_rights.follow_source, name="customer_follow"),
    path("customers/<str:code>/object/", person_rights.object_, name="customer_object"),
    path("customers/<str:code>/unobject/", person_rights.unobject, name="customer_unobject"),
    path("customers/<str:code>/forget/", person_rights.forget, name="customer_forget"),
    path("customers/<str:code>/ledger.xlsx", taking_along.ledger, name="ledger"),
    path("tables/<slug:name>.xlsx", taking_along.table, name="table"),
    path("tables/<slug:name>/<int:number>.xlsx", taking_along.block_table, name="block_table"),
    path("groups/", groups.groups, name="groups"),
    path("forecast/", forecast.forecast, name="forecast"),
    path("forecast/month.pdf", forecast.monthly, name="monthly"),
    path("audiences/", audiences.audiences, name="audiences"),
    path("audiences/save/", audiences.save, name="audience_save"),
    path("audiences/<int:number>/end/", audiences.end, name="audience_end"),
    path("audiences/<int:number>/back/", audiences.bring_back, name="audience_back"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/new/", tasks.new, name="task_new"),
    path("tasks/<int:number>/end/", tasks.end, name="task_end"),
    path("reconciliation/", reconciliation.reconciliation, name="reconciliation"),
    path("reconciliation/own/", reconciliation.own, name="own_figures"),
    path("data/", data.data, name="data"),
    path("data/upload/", data.upload, name="data_upload"),
    path("data/folder/", data.folder, name="data_folder"),
    path("data/backup/", data.backup, name="data_backup"),
    path("data/night/", data.night, name="data_night"),
    path("data/undo/", loads.undo, name="data_undo"),
    path("data/loads/<int:number>/aside.csv", loads.aside, name="load_aside"),
    path("data/sources/", its_sources.add, name="source_new"),
    path("data/sources/<slug:name>/fetch/", its_sources.fetch, name="source_fetch"),
    path("data/sources/<slug:name>/remove/", its_sources.remove, name="source_remove"),
    path("data/<int:number>/", delivery.delivery, name="delivery"),
    path("data/<int:number>/say/", delivery.say, name="delivery_say"),
    path("data/<int:number>/drop/", delivery.drop, name="delivery_drop"),
    path("data/<int:number>/aside.csv", delivery.aside, name="delivery_aside"),
    path("me/", mine.account, name="account"),
    path("settings/", shop_settings.settings, name="settings"),
    path("settings/limits/", limits.preview, name="limits"),
    path("settings/users/", users.users, name="users"),
    path("settings/users/<int:number>/", users.user, name="user"),
    path("settings/keys/", keys.keys, name="keys"),
    path("settings/keys/<int:number>/end/", keys.end, name="key_end"),
    path("log/", logbook.log, name="log"),
    path("log/export/", logbook.export, name="log_export"),
    *(path(f"account/{closed}", troubles.not_there) for closed in CLOSED),
    path("account/", include("allauth.urls")),
    path("health", health.health, name="health"),
    path("metrics", health.metrics, name="metrics"),
    path("api/", include("treue.api.urls")),
]

handler400 = "treue.web.troubles.not_understood"
handler403 = "treue.web.troubles.not_allowed"
handler404 = "treue.web.troubles.not_there"
handler500 = "treue.web.troubles.broken"
