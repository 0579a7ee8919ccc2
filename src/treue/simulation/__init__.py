"""Invents shops whose truth is known, to try things on before real data are at hand."""
