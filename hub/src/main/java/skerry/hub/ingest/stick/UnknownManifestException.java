package skerry.hub.ingest.stick;

import java.io.IOException;

/** A file was handed in for a manifest that this hub does not know, for instance since it was started anew. */
public final class UnknownManifestException extends IOException {
    private static final long serialVersionUID = 1L;

    UnknownManifestException() {
        super("the hub was started anew meanwhile: import the stick again, it goes on where it was");
    }
}
