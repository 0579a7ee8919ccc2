"""Where the shop's attention goes, against where its profit comes from."""
