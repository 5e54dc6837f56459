"""What several checks read in a text: terms, addresses, words, Chinese marks."""
