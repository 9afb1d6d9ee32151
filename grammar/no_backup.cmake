# The scanner must never back up: flex -b says so in lex.backup.
file(READ ${REPORT} report)
if(NOT report MATCHES "^No backing up")
  message(FATAL_ERROR "The scanner backs up:\n${report}")
endif()
