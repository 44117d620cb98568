package skerry.system.privacy;

/** Where a value comes into a site. */
enum Place {
    LINE,
    JSON_LINE,
    LOGFMT_LINE,
    TEXTFILE_LABEL,
    SCRAPED_LABEL,
    KUBERNETES_EVENT,
    KUBERNETES_OBJECT,
    FILE_NAME
}
