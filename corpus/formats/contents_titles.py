"""What stands above a table of contents, in many languages."""

_TITLES = frozenset([
    "contents", "table of contents", "inhalt", "inhaltsverzeichnis", "inhoud", "inhoudsopgave", "sommaire",
    "table des matières", "índice", "contenido", "conteúdo", "sumário", "indice", "sommario", "spis treści",
    "obsah", "innehåll", "innehållsförteckning", "indhold", "innhold", "sisällys", "tartalom", "cuprins",
    "içindekiler", "содержание", "оглавление", "зміст", "περιεχόμενα", "目录", "目錄", "目次", "목차", "차례",
])  # fmt: skip


def names_contents(line: str) -> bool:
    """Tell whether a line says "Contents".

    >>> names_contents("Contents:"), names_contents("目次"), names_contents("The contents")
    (True, True, False)
    """
    return line.casefold().strip(" :.") in _TITLES
