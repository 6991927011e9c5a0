"""What depends on the language of an article: words, stems, stop words, sentences, spelling, synonyms."""
