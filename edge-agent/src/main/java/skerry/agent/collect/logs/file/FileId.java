package skerry.agent.collect.logs.file;

/** What stays the same when a file is renamed; reused by the file system after the file's end. */
record FileId(long device, long inode) {}
