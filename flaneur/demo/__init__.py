"""The demonstration: three cities' weeks in invented words, drawn pictures and real places."""
