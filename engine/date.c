/* Days of the calendar; see date.h. */

#include <config.h>

#include "engine/date.h"

#include <stdbool.h>

#include "engine/tongue.h"

/* Reads N digits at TEXT; -1 if they are none. */
static int
digits(const char *text, int n)
{
    int number = 0;

    for (; n > 0; n--, text++) {
        if (*text < '0' || *text > '9')
            return -1;
        number = number * 10 + (*text - '0');
    }
    return number;
}

static int
days_of(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30,
                                31, 31, 30, 31, 30, 31 };
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return days[month - 1] + (month == 2 && leap);
}

const char *
qp_date_parse(const char *text, size_t length, int *day)
{
    int year, month;

    if (length != 10 || text[4] != '-' || text[7] != '-')
        return _("is not written YYYY-MM-DD");
    year = digits(text, 4);
    month = digits(text + 5, 2);
    *day = digits(text + 8, 2);
    if (year < 0 || month < 0 || *day < 0)
        return _("is not written YYYY-MM-DD");
    if (month < 1 || month > 12 || *day < 1 || *day > days_of(year, month))
        return _("is no day of the calendar");
    *day += month * 100 + year * 10000;
    return NULL;
}

/* The days from 1 March of the year 0 on; a leap day ends its year so. */
static int
count(int day)
{
    int month = day / 100 % 100, year = day / 10000;
    int months = month >= 3 ? month - 3 : month + 9;

    year -= month < 3;
    return year * 365 + year / 4 - year / 100 + year / 400 +
           (months * 153 + 2) / 5 + day % 100 - 1;
}

int
qp_date_days(int from, int to)
{
    return count(to) - count(from);
}
