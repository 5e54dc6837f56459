"""What the tests of the Word round trip share: hostile files, editors, simulated edits."""
