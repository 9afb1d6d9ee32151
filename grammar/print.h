/* A scheme's text in its canonical layout: from the tree and what the tree leaves out. The text
 * that is printed has the same tree; printed again it stays as it is. */
#ifndef KH_GRAMMAR_PRINT_H
#define KH_GRAMMAR_PRINT_H

#include "grammar/written.h"

typedef enum kh_print_words {
    KH_WORDS_AS_WRITTEN,
    KH_WORDS_CHINESE, /* keywords and built-in names, in the order of the language */
    KH_WORDS_ENGLISH
} kh_print_words;

/* The file must have been read without errors. Memory comes from the arena of the parse. */
void kh_print(kh_strbuf *out, const kh_written *w, const kh_node *file, kh_print_words words);

#endif
