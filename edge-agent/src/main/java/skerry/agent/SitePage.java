package skerry.agent;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import skerry.agent.config.AgentConfig;
import skerry.agent.site.SitePin;
import skerry.agent.site.SiteServer;
import skerry.agent.site.SiteView;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.CertificateAuthority;

/** Where the technician's page is served, if it is: beyond this machine by TLS and with a PIN alone. */
final class SitePage {
    private static final System.Logger LOG = System.getLogger(SitePage.class.getName());

    private final AgentConfig config;
    private final DataFolder folder;
    private final Optional<SiteServer> site;

    /**
     * Listens.
     *
     * @param view what is shown
     * @throws IOException if the PIN or the certificate cannot be read or made
     */
    SitePage(AgentConfig config, DataFolder folder, SiteView view, SecureRandom random) throws IOException {
        this.config = config;
        this.folder = folder;
        this.site = site(view, random);
    }

    /** Its address. */
    Optional<String> url() {
        return site.map(server -> (isPagePublic() ? "https" : "http") + "://"
                + config.page().listen().orElseThrow().getAddress().getHostAddress() + ":" + server.port() + "/");
    }

    void close() {
        site.ifPresent(SiteServer::close);
    }

    private Optional<SiteServer> site(SiteView view, SecureRandom random) throws IOException {
        if (config.page().listen().isEmpty()) {
            return Optional.empty();
        }
        InetSocketAddress address = config.page().listen().get();
        Optional<SSLContext> tls = Optional.empty();
        if (isPagePublic()) {
            if (!Files.exists(folder.sitePin())) {
                folder.noteSitePin(SitePin.make(folder.sitePin(), random));
                LOG.log(
                        Level.INFO,
                        "a site PIN was made: note down the number in {0}, then remove that file",
                        folder.sitePinNote());
            }
            var authority = CertificateAuthority.open(folder.tls(), InstantSource.system(), random);
            tls = Optional.of(authority.serverContext(names()));
        }
        return Optional.of(SiteServer.start(address, view, SitePin.load(folder.sitePin(), MonotonicClock.SYSTEM), tls));
    }

    /** Under which people may ask for the page. */
    private List<String> names() throws IOException {
        var names = new ArrayList<>(List.of("localhost", config.node()));
        NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
                .forEach(names::add);
        return names;
    }

    private boolean isPagePublic() {
        return config.page()
                .listen()
                .map(address -> !address.getAddress().isLoopbackAddress())
                .orElse(false);
    }
}
