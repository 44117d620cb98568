package skerry.agent.collect.logs.file;

/** A file that is followed, and the chain it belongs to. */
record Known(FileChain chain, TailedFile file) {}
