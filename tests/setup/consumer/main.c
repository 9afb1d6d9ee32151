/* The smallest program that uses the installed library: tells which version it is. */
#include <kaohe.h>
#include <stdio.h>

int main(void)
{
    printf("%s\n", kaohe_version());
    return 0;
}
