"""Process text in the language that it is in: words, stems, stop words, sentences, spelling and synonyms."""
