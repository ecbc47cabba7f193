package io.jenkins.plugins.spotagents.cloud;

import static io.jenkins.plugins.spotagents.cloud.Clouds.added;
import static io.jenkins.plugins.spotagents.cloud.Clouds.cloud;
import static io.jenkins.plugins.spotagents.cloud.Clouds.template;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import io.jenkins.plugins.spotagents.cloud.aws.AwsHardware;
import io.jenkins.plugins.spotagents.cloud.aws.AwsImage;
import io.jenkins.plugins.spotagents.cloud.aws.AwsNetwork;
import io.jenkins.plugins.spotagents.cloud.aws.AwsSource;
import io.jenkins.plugins.spotagents.cloud.aws.AwsSsh;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpHardware;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpLaunch;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpNetwork;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpSource;
import io.jenkins.plugins.spotagents.testing.OneJenkins;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

@ExtendWith({OneJenkins.class, LocalSourceAllowed.class})
class FormChecksTest {

    private static final List<Class<?>> DESCRIPTORS =
            List.of(
                    SpotCloud.DescriptorImpl.class,
                    SpotTemplate.DescriptorImpl.class,
                    LocalSource.DescriptorImpl.class,
                    AwsSource.DescriptorImpl.class,
                    AwsImage.DescriptorImpl.class,
                    AwsNetwork.DescriptorImpl.class,
                    AwsSsh.DescriptorImpl.class,
                    AwsHardware.DescriptorImpl.class,
                    GcpSource.DescriptorImpl.class,
                    GcpNetwork.DescriptorImpl.class,
                    GcpHardware.DescriptorImpl.class,
                    GcpLaunch.DescriptorImpl.class,
                    InstanceStart.DescriptorImpl.class);

    private static final String CERTIFICATE = "certificatesFolder=&region=eu-central-1&";

    /** Answers those without permission too, with what the form holds already. */
    private static final String CREDENTIALS = "fillCredentialsIdItems";

    @Test
    void namesFieldAndRemedy(JenkinsRule r) throws Exception {
        Class<?> template = SpotTemplate.class;
        assertThat(checked(r, template, "checkName", "value=")).contains("(name)", "error");
        assertThat(checked(r, template, "checkLabels", "value=")).contains("(labels)", "error");
        assertThat(checked(r, template, "checkCpus", "value=0")).contains("(cpus)", "at least 1");
        assertThat(checked(r, template, "checkMaxInstances", "value=0"))
                .contains("(maxInstances)", "at least 1");
        assertThat(checked(r, template, "checkIdleSeconds", "value=-1"))
                .contains("(idleSeconds)", "0 or more");
        assertThat(checked(r, template, "checkExecutors", "value=2&reuse=ONE_SHOT"))
                .contains("(executors)", "REUSABLE");
        assertThat(checked(r, template, "checkExecutors", "value=many&reuse=REUSABLE"))
                .contains("&quot;many&quot; is not a whole number");
        assertThat(checked(r, template, "checkMaxHourlyPrice", "value=much"))
                .contains("(maxHourlyPrice)", "such as 0.25");
        assertThat(checked(r, template, "checkMaxHourlyRate", "value=0"))
                .contains("(maxHourlyRate)", "leave it empty");
        assertThat(checked(r, template, "checkMonthlyBudget", "value=-5"))
                .contains("(monthlyBudget)", "leave it empty");
        assertThat(checked(r, template, "checkReclaimsBeforeOnDemand", "value=-1"))
                .contains("(reclaimsBeforeOnDemand)", "0 or more");
        assertThat(checked(r, SpotCloud.class, "checkMonthlyBudget", "value=-5"))
                .contains("(monthlyBudget) of the cloud", "leave it empty");
        assertThat(checked(r, SpotCloud.class, "checkEgressPrices", "value=eu-west-1=dear"))
                .contains("(egressPrices) of the cloud", "eu-west-1=0.02");
        assertThat(checked(r, WorkData.class, "checkRegions", "value=*-east"))
                .contains("(data.regions)", "eu-*");
        assertThat(checked(r, WorkData.class, "checkGibPerHour", "value=much"))
                .contains("(data.gibPerHour)", "leave it empty");
        assertThat(checked(r, LocalSource.class, "checkSpeed", "value=0")).contains("(speed)");
        assertThat(checked(r, LocalSource.class, "checkBootSeconds", "value=-1"))
                .contains("(bootSeconds)");
        assertThat(checked(r, LocalSource.class, "checkName", "value=a%20b")).contains("(name)");
    }

    @Test
    void namesFieldAndRemedyOfAws(JenkinsRule r) throws Exception {
        Class<?> source = AwsSource.class;
        assertThat(checked(r, source, "checkRegion", "value=Frankfurt"))
                .contains("(region)", "like eu-central-1");
        assertThat(checked(r, source, "checkCredentialsId", "value=gone"))
                .contains("(credentialsId)", "warning", "add AWS credentials");
        assertThat(checked(r, source, "checkAssumeRole", "value=me"))
                .contains("(assumeRole)", "arn:aws:iam::123456789012:role/");
        assertThat(checked(r, source, "checkProof", "value=SECRET&method=FLEET"))
                .contains("(proof)", "(method) to RUN_INSTANCES");
        assertThat(checked(r, source, "checkCertificates", CERTIFICATE + "value=&proof=DOCUMENT"))
                .contains("(certificates)", "paste the certificate named RSA");
        assertThat(checked(r, source, "checkCertificates", CERTIFICATE + "value=x&proof=DOCUMENT"))
                .contains("(certificates, certificatesFolder)", "BEGIN and END");
        assertThat(checked(r, source, "checkTags", "value=team")).contains("(tags)", "key=value");
        assertThat(checked(r, source, "checkEndpoint", "value=here"))
                .contains("(endpoint)", "https://");
        assertThat(checked(r, AwsImage.class, "checkImage", "value=mine&by=ID&owner="))
                .contains("(images.image)", "like ami-0abc");
        assertThat(checked(r, AwsImage.class, "checkImage", "value=mine&by=NAME&owner="))
                .contains("(images.image)", "owner must be given");
        assertThat(checked(r, AwsNetwork.class, "checkSubnets", "value=&subnetTags=&vpc="))
                .contains("(network)", "name subnets");
        assertThat(checked(r, AwsNetwork.class, "checkSubnetTags", "value=agents"))
                .contains("(network.subnetTags)", "key=value");
        assertThat(checked(r, AwsNetwork.class, "checkSecurityGroups", "value=default"))
                .contains("(network)", "like sg-0abc");
        assertThat(checked(r, AwsHardware.class, "checkMaxCpus", "value=-1"))
                .contains("(hardware.maxCpus)", "0 for no limit");
        assertThat(checked(r, AwsHardware.class, "checkMaxMemoryMib", "value=-1"))
                .contains("(hardware.maxMemoryMib)", "0 for no limit");
        assertThat(checked(r, AwsHardware.class, "checkVolumeGib", "value=-1&volumeType=gp3"))
                .contains("volume size", "between 1 and");
        assertThat(checked(r, AwsHardware.class, "checkMetadataHops", "value=0"))
                .contains("metadataHops", "between 1 and");
        assertThat(checked(r, InstanceStart.class, "checkUser", "value=a%20b"))
                .contains("user cannot");
        assertThat(checked(r, InstanceStart.class, "checkJava", "value=a%22b"))
                .contains("java cannot");
        assertThat(checked(r, InstanceStart.class, "checkJvmOptions", "value=%60id%60"))
                .contains("jvmOptions cannot");
        assertThat(checked(r, InstanceStart.class, "checkControllerUrl", "value=here"))
                .contains("(start.controllerUrl)", "https://");
        assertThat(checked(r, InstanceStart.class, "checkStartScript", "value=" + "x".repeat(9000)))
                .contains("startScript is too long by", "into the image");
    }

    @Test
    void isSatisfiedWithTheDefaultsOfAws(JenkinsRule r) throws Exception {
        Class<?> source = AwsSource.class;
        assertThat(checked(r, source, "checkRegion", "value=eu-central-1")).doesNotContain("error");
        assertThat(checked(r, source, "checkCredentialsId", "value=")).doesNotContain("warning");
        assertThat(checked(r, source, "checkProof", "value=DOCUMENT&method=FLEET"))
                .doesNotContain("error");
        assertThat(checked(r, source, "checkCertificates", CERTIFICATE + "value=&proof=SECRET"))
                .doesNotContain("error");
        assertThat(checked(r, source, "checkTags", "value=")).doesNotContain("error");
        assertThat(checked(r, source, "checkEndpoint", "value=")).doesNotContain("error");
        assertThat(checked(r, AwsNetwork.class, "checkSubnets", "value=subnet-1&subnetTags=&vpc="))
                .doesNotContain("error");
        assertThat(checked(r, AwsHardware.class, "checkVolumeGib", "value=0&volumeType=gp3"))
                .doesNotContain("error");
        assertThat(checked(r, InstanceStart.class, "checkUser", "value=")).doesNotContain("error");
    }

    @Test
    void offersRegionsAndStrategies(JenkinsRule r) throws Exception {
        Class<?> source = AwsSource.class;
        assertThat(checked(r, source, "fillRegionItems", "value="))
                .contains("eu-central-1", "us-east-1")
                .doesNotContain("aws-global");
        assertThat(checked(r, source, "fillAllocationStrategyItems", "value="))
                .contains("price-capacity-optimized");
    }

    @Test
    void isSatisfiedWithTheDefaults(JenkinsRule r) throws Exception {
        Class<?> template = SpotTemplate.class;
        assertThat(checked(r, template, "checkCpus", "value=1")).doesNotContain("error");
        assertThat(checked(r, template, "checkExecutors", "value=1&reuse=ONE_SHOT"))
                .doesNotContain("error");
        assertThat(checked(r, template, "checkMaxHourlyPrice", "value=")).doesNotContain("error");
        assertThat(checked(r, template, "checkMonthlyBudget", "value=99.50"))
                .doesNotContain("error");
        assertThat(checked(r, template, "checkMemoryMib", "value=1024&cpus=1&sources="))
                .doesNotContain("error");
    }

    @Test
    void warnsOfASourceThatTheSavedCloudDoesNotHave(JenkinsRule r) throws Exception {
        added(cloud("c", template()));
        Class<?> template = SpotTemplate.class;
        assertThat(checked(r, template, "checkSources", "value=nowhere&savedName=c"))
                .contains("warning", "&quot;nowhere&quot;", "Known are: local");
        assertThat(checked(r, template, "checkSources", "value=local&savedName=c"))
                .doesNotContain("warning");
        assertThat(checked(r, template, "checkSources", "value=nowhere&savedName=new"))
                .doesNotContain("warning");
    }

    @Test
    void aCloudMayKeepItsNameButNotTakeAnother(JenkinsRule r) throws Exception {
        added(cloud("one", template()));
        added(cloud("two", template()));

        assertThat(checked(r, SpotCloud.class, "checkName", "value=one&savedName=one"))
                .doesNotContain("error");
        assertThat(checked(r, SpotCloud.class, "checkName", "value=two&savedName=one"))
                .contains("error", "taken by another cloud");
        assertThat(checked(r, SpotCloud.class, "checkName", "value=&savedName=one"))
                .contains("error", "(name) is empty");
    }

    @Test
    void everyCheckIsForAdministratorsAndByPostOnly(JenkinsRule r) throws Exception {
        r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
        r.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy()
                        .grant(Jenkins.ADMINISTER)
                        .everywhere()
                        .to("admin")
                        .grant(Jenkins.READ, Jenkins.SYSTEM_READ)
                        .everywhere()
                        .to("reader"));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(
                        new AWSCredentialsImpl(
                                CredentialsScope.SYSTEM, "of-aws", "id", "key", "ours"));
        JenkinsRule.WebClient admin = r.createWebClient().login("admin");
        JenkinsRule.WebClient reader = r.createWebClient().login("reader");
        for (String check : checks()) {
            assertThat(status(admin, check, HttpMethod.POST)).as(check).isEqualTo(200);
            assertThat(status(reader, check, HttpMethod.POST))
                    .as(check)
                    .isEqualTo(check.contains(CREDENTIALS) ? 200 : 403);
            assertThat(status(admin, check, HttpMethod.GET)).as(check).isIn(404, 405);
        }
        String credentials =
                "descriptorByName/"
                        + AwsSource.class.getName()
                        + "/"
                        + CREDENTIALS
                        + "?credentialsId=gone";
        assertThat(text(admin, credentials)).contains("of-aws", "gone");
        assertThat(text(reader, credentials)).contains("gone").doesNotContain("of-aws");
    }

    /** The addresses of all methods that forms call. */
    private static List<String> checks() {
        List<String> checks =
                DESCRIPTORS.stream()
                        .flatMap(
                                type ->
                                        Stream.of(type.getMethods())
                                                .map(Method::getName)
                                                .filter(
                                                        name ->
                                                                name.matches(
                                                                        "do(Check|Fill|Test).*"))
                                                .filter(name -> !name.contains("Help"))
                                                .map(name -> address(type, name)))
                        .toList();
        assertThat(checks).hasSizeGreaterThanOrEqualTo(56);
        return checks;
    }

    private static String address(Class<?> descriptor, String method) {
        String check = method.substring(2, 3).toLowerCase(Locale.ROOT) + method.substring(3);
        return "descriptorByName/"
                + descriptor.getEnclosingClass().getName()
                + "/"
                + check
                + "?value=1&cpus=1&sources=&reuse=REUSABLE&savedName=c&region=&endpoint=";
    }

    private static String checked(JenkinsRule r, Class<?> type, String check, String query)
            throws Exception {
        String address = "descriptorByName/" + type.getName() + "/" + check + "?" + query;
        return text(r.createWebClient(), address);
    }

    private static int status(JenkinsRule.WebClient browser, String address, HttpMethod method)
            throws Exception {
        return post(browser, address, method).getWebResponse().getStatusCode();
    }

    private static String text(JenkinsRule.WebClient browser, String address) throws Exception {
        return post(browser, address, HttpMethod.POST).getWebResponse().getContentAsString();
    }

    private static Page post(JenkinsRule.WebClient browser, String address, HttpMethod method)
            throws Exception {
        browser.setThrowExceptionOnFailingStatusCode(false);
        URL url =
                method == HttpMethod.POST
                        ? browser.createCrumbedUrl(address)
                        : new URL(browser.getContextPath() + address);
        return browser.getPage(new WebRequest(url, method));
    }
}
