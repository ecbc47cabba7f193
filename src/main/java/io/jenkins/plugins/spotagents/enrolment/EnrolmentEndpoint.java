package io.jenkins.plugins.spotagents.enrolment;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.UnprotectedRootAction;
import hudson.security.csrf.CrumbExclusion;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.spotagents.enrolment.EnrolmentAnswer;
import io.spotagents.enrolment.EnrolmentDesk;
import io.spotagents.enrolment.EnrolmentLimits;
import io.spotagents.enrolment.Handout;
import io.spotagents.enrolment.RefusedBecause;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.POST;

/**
 * Where instances enroll: the one address of this plugin that asks for no permission, as whoever
 * calls is not known yet. Its limits and checks are in {@code docs/enrolment.md}. It reads a
 * limited body, makes no session, and tells a caller who is refused no reason.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class EnrolmentEndpoint implements UnprotectedRootAction {

    /** Part of the user data of instances, so it does not change. */
    static final String URL_NAME = "spot-agents-enrol";

    private static final int TOO_MANY_REQUESTS = 429;

    private static final String RETRY_AFTER = "Retry-After";

    /** Headers that Jenkins' own server takes the address of the caller from. */
    private static final Set<String> FORWARDED = Set.of("X-Forwarded-For", "Forwarded");

    @CheckForNull
    @Override
    public String getIconFileName() {
        return null;
    }

    @CheckForNull
    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return URL_NAME;
    }

    /** Answers one instance. */
    @POST
    public void doIndex(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        Optional<EnrolmentDesk> desk = FleetRegistry.get().enrolmentDesk();
        if (desk.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        byte[] body = body(request.getInputStream());
        send(desk.get().answer(caller(request), body), response);
    }

    private static byte[] body(InputStream in) throws IOException {
        return in.readNBytes(EnrolmentLimits.MAX_BODY_BYTES + 1);
    }

    /**
     * Whom the connection comes from. With these headers Jenkins' server tells what the headers
     * say, which anybody can write: all callers with any share one address.
     */
    private static InetAddress caller(HttpServletRequest request) throws IOException {
        boolean isForwarded = FORWARDED.stream().anyMatch(name -> request.getHeader(name) != null);
        return InetAddress.getByName(isForwarded ? "0.0.0.0" : request.getRemoteAddr());
    }

    private static void send(EnrolmentAnswer answer, HttpServletResponse response)
            throws IOException {
        if (answer instanceof EnrolmentAnswer.Accepted accepted) {
            response.setContentType("application/json;charset=UTF-8");
            response.getOutputStream().write(json(accepted.handout()));
        } else if (answer instanceof EnrolmentAnswer.ComeAgain again) {
            response.setStatus(HttpServletResponse.SC_ACCEPTED);
            response.setHeader(RETRY_AFTER, Long.toString(again.after().toSeconds()));
        } else if (answer instanceof EnrolmentAnswer.Refused refused) {
            response.setStatus(status(refused.because()));
        }
    }

    private static int status(RefusedBecause because) {
        if (because == RefusedBecause.TOO_MANY) {
            return TOO_MANY_REQUESTS;
        }
        return because == RefusedBecause.TOO_LARGE
                ? HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE
                : HttpServletResponse.SC_FORBIDDEN;
    }

    /** Neither name nor secret holds a character that would have to be escaped. */
    private static byte[] json(Handout handout) {
        return ("{\"node\":\"" + handout.nodeName() + "\",\"secret\":\"" + handout.secret() + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** An instance has no page to have got a crumb from, and no session that could be abused. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class WithoutCrumb extends CrumbExclusion {

        @Override
        public boolean process(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (!("/" + URL_NAME + "/").equals(request.getPathInfo())) {
                return false;
            }
            chain.doFilter(request, response);
            return true;
        }
    }
}
