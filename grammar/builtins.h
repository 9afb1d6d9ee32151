/* The names that the language itself gives a meaning to (builtins.def), by number. What they mean is
 * the model's business; here they are words that exist in both languages. */
#ifndef KH_GRAMMAR_BUILTINS_H
#define KH_GRAMMAR_BUILTINS_H

typedef enum kh_builtin {
#define BUILTIN(id, class, zh, en) KH_B_##id,
#include "grammar/builtins.def"
#undef BUILTIN
    KH_B_END
} kh_builtin;

typedef enum kh_builtin_class {
    KH_BC_VALUE,
    KH_BC_AGGREGATE,
    KH_BC_FUNCTION,
    KH_BC_CALLED,
    KH_BC_LATER,
    KH_BC_GROUP,
    KH_BC_WORD,
    KH_BC_MODE,
    KH_BC_TIE,
    KH_BC_HOW,
    KH_BC_TYPE,
    KH_BC_FIELD,
    KH_BC_DUE,
    KH_BC_KIND,
    KH_BC_ATTRIBUTE,
    KH_BC_SET_OF,
    KH_BC_MEMBER,
    KH_BC_COUNT
} kh_builtin_class;

#endif
