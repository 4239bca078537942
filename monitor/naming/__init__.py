"""Names and addresses: understanding, comparing and finding them. The door is ``monitor/screening.py``.

A name is read by ``name_cleaning``, ``names``, ``name_tokens``, ``name_readings`` and ``name_initials``, with what the
languages need (``native_names``, ``names_in_pinyin``, ``chinese_*``, ``korean_*``, ``arabic_sounds``, ``slavic_*``,
``turkish_words``, ``transliterate``, ``sound``) and the word lists in ``lexicon/`` (``vocabulary``, ``places``,
``legal_forms``, ``brands``, ``known_bodies``). Two names are compared by ``word_pairing`` (with ``word_likeness``,
``native_likeness``, ``acronym_pairing`` and ``translated_names``) and judged by ``name_comparison``, of bodies by
``body_comparison`` with ``leftover_words``, of persons by ``person_comparison``. ``name_index`` and ``index_*`` find
what is worth comparing in a long column of names; ``compiled_watchlist`` keeps one on disk. ``addresses`` does all of
it for addresses.
"""
