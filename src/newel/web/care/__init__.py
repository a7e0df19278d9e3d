"""Care: the pathway of one young person, from admission to transition, made with them; and the site's board."""
