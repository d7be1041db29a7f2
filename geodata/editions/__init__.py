"""How an edition is made: columns, names, districts, assembly, tables, files. `geodata.edition` is the way in."""
