"""What is said in the one system, in the words of the other: a file to a subject."""
