"""From a file to contacts: pure but for opening the file; knows no HTTP, no journal, no terminal."""
