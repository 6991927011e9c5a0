"""Process English text: words, stems, stop words, sentences, spelling and synonyms."""
