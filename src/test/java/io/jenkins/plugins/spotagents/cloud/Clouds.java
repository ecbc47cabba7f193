package io.jenkins.plugins.spotagents.cloud;

import hudson.model.Node;
import io.jenkins.plugins.spotagents.cloud.aws.AwsHardware;
import io.jenkins.plugins.spotagents.cloud.aws.AwsImage;
import io.jenkins.plugins.spotagents.cloud.aws.AwsNetwork;
import io.jenkins.plugins.spotagents.cloud.aws.AwsSource;
import io.jenkins.plugins.spotagents.cloud.aws.AwsSsh;
import io.jenkins.plugins.spotagents.cloud.azure.AzureHardware;
import io.jenkins.plugins.spotagents.cloud.azure.AzureImage;
import io.jenkins.plugins.spotagents.cloud.azure.AzureNetwork;
import io.jenkins.plugins.spotagents.cloud.azure.AzureSource;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpHardware;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpLaunch;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpNetwork;
import io.jenkins.plugins.spotagents.cloud.gcp.GcpSource;
import io.spotagents.cost.Budget;
import io.spotagents.fleet.Template.Reuse;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.aws.AwsSettings;
import io.spotagents.provider.aws.ImageChoice;
import io.spotagents.provider.azure.ImageChoice.Architecture;
import io.spotagents.selection.PurchaseChoice;
import java.util.List;
import jenkins.model.Jenkins;

/** Clouds whose settings mean nothing, except where a test says so. */
public final class Clouds {

    private Clouds() {}

    public static SpotCloud cloud(String name, SpotTemplate... templates) {
        SpotCloud cloud = new SpotCloud(name);
        cloud.setSources(List.of(new LocalSource("local")));
        cloud.setTemplates(List.of(templates));
        return cloud;
    }

    public static SpotCloud added(SpotCloud cloud) {
        Jenkins.get().clouds.add(cloud);
        return cloud;
    }

    public static SpotCloud saved(String name) {
        return (SpotCloud) Jenkins.get().getCloud(name);
    }

    public static SpotTemplate template() {
        return new SpotTemplate("small", "linux");
    }

    /** Everything different from the defaults. */
    public static SpotTemplate unusualTemplate() {
        SpotTemplate template = new SpotTemplate("unusual", "linux big");
        template.setMode(Node.Mode.NORMAL);
        template.setExecutors(3);
        template.setCpus(2);
        template.setMemoryMib(3000);
        template.setOperatingSystem(OperatingSystem.WINDOWS);
        template.setPurchases(PurchaseChoice.ON_DEMAND);
        template.setSources("unusual, local");
        template.setIdleSeconds(0);
        template.setMaxInstances(7);
        template.setResubmit(false);
        template.setRemoteFs("/var/agent");
        template.setMaxHourlyPrice("0.25");
        template.setMaxHourlyRate("20");
        template.setMonthlyBudget("500.5");
        template.setAtBudgetLimit(Budget.AtLimit.STOP);
        template.setReclaimsBeforeOnDemand(5);
        WorkData data = new WorkData();
        data.setRegions("eu-*, here");
        data.setGibPerHour("0.5");
        template.setData(data);
        KeepReady ready = new KeepReady();
        ready.setSchedule("TZ=UTC\nMon-Fri 07:30-18:00 5");
        ready.setShare(90);
        ready.setHours(3);
        ready.setMost(0);
        template.setReady(ready);
        return template;
    }

    public static SpotTemplate oneShotTemplate() {
        SpotTemplate template = new SpotTemplate("once", "once");
        template.setReuse(Reuse.ONE_SHOT);
        return template;
    }

    public static LocalSource unusualSource() {
        LocalSource source = new LocalSource("unusual");
        source.setSeed(0);
        source.setSpeed(60);
        source.setBootSeconds(0);
        source.setCalm(true);
        return source;
    }

    /** Everything different from the defaults, and nothing wrong with it. */
    public static AwsSource unusualAws() {
        AwsSource source = new AwsSource("frankfurt");
        source.setCredentialsId("of-frankfurt");
        source.setAssumeRole("arn:aws:iam::123456789012:role/spot-agents");
        source.setRegion("eu-central-1");
        AwsImage named = new AwsImage("al2023-ami-2023.*-x86_64");
        named.setBy(ImageChoice.By.NAME);
        named.setOwner("amazon");
        AwsImage parameter = new AwsImage("/ours/image");
        parameter.setBy(ImageChoice.By.PARAMETER);
        source.setImages(List.of(named, parameter));
        source.setNetwork(unusualNetwork());
        source.setHardware(unusualHardware());
        source.setStart(unusualStart());
        source.setProof(InstanceProof.SECRET);
        source.setMethod(AwsSettings.Method.RUN_INSTANCES);
        source.setCertificates("not used");
        source.setCertificatesFolder("/not/used");
        source.setAllocationStrategy("diversified");
        source.setTags("team=build\nstage=test");
        source.setEventQueue("https://sqs.eu-central-1.amazonaws.com/123456789012/events");
        source.setEndpoint("http://127.0.0.1:9/");
        return source;
    }

    /** One whose instances the controller connects to. */
    public static AwsSource awsOverSsh() {
        AwsSource source = new AwsSource("over-ssh");
        source.setRegion("eu-central-1");
        source.setImages(List.of(new AwsImage("ami-0123456789abcdef0")));
        source.setNetwork(unusualNetwork());
        AwsSsh ssh = new AwsSsh();
        ssh.setCredentialsId("login");
        ssh.setHostKey("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA== image");
        ssh.setTrustFirstKey(true);
        ssh.setPort(2222);
        ssh.setAddress(AwsSettings.Address.PUBLIC);
        source.setSsh(ssh);
        return source;
    }

    /** Everything different from the defaults, and nothing wrong with it. */
    public static GcpSource unusualGcp() {
        GcpSource source = new GcpSource("frankfurt-too");
        source.setCredentialsId("of-google");
        source.setProject("my-project");
        source.setRegion("europe-west3");
        source.setImages("projects/mine/global/images/one\nprojects/mine/global/images/family/arm");
        GcpNetwork network = new GcpNetwork();
        network.setNetwork("builds");
        network.setSubnet("agents");
        network.setPublicAddress(true);
        network.setTags("jenkins agents");
        source.setNetwork(network);
        GcpHardware hardware = new GcpHardware();
        hardware.setServiceAccount("agents@my-project.iam.gserviceaccount.com");
        hardware.setScopes("https://www.googleapis.com/auth/cloud-platform");
        hardware.setDiskGib(50);
        hardware.setDiskType("pd-ssd");
        hardware.setFamilies("n2d c4a");
        hardware.setMaxCpus(16);
        hardware.setMaxMemoryMib(65_536);
        hardware.setShielded(false);
        source.setHardware(hardware);
        GcpLaunch launch = new GcpLaunch();
        launch.setLongestHours(6);
        launch.setLabels("team=build\nstage=test");
        launch.setMetadata("enable-oslogin=TRUE");
        launch.setTemplate("global/instanceTemplates/agents");
        launch.setAdvisedTypes(3);
        launch.setWindowsLicence("0.046");
        source.setLaunch(launch);
        source.setStart(unusualStart());
        source.setProof(InstanceProof.SECRET);
        source.setWatchOperations(true);
        source.setEndpoint("http://127.0.0.1:9/");
        return source;
    }

    private static AwsNetwork unusualNetwork() {
        AwsNetwork network = new AwsNetwork();
        network.setSubnets("subnet-1, subnet-2");
        network.setSubnetTags("role=agents");
        network.setVpc("vpc-1");
        network.setSecurityGroups("sg-1");
        return network;
    }

    private static AwsHardware unusualHardware() {
        AwsHardware hardware = new AwsHardware();
        hardware.setFamilies("m7g c7g");
        hardware.setMaxCpus(16);
        hardware.setMaxMemoryMib(65_536);
        hardware.setKeyPair("key");
        hardware.setInstanceProfile("profile");
        hardware.setVolumeGib(50);
        hardware.setVolumeType("io2");
        hardware.setMetadataHops(2);
        return hardware;
    }

    private static InstanceStart unusualStart() {
        InstanceStart start = new InstanceStart();
        start.setStartScript("dnf install -y git\necho '</textarea>' > \"$HOME/a\"");
        start.setUser("ci");
        start.setJava("/opt/jdk/bin/java");
        start.setJvmOptions("-Xmx512m");
        start.setControllerUrl("https://jenkins.internal.example.com/");
        return start;
    }

    /** Everything different from the defaults, and nothing wrong with it. */
    public static AzureSource unusualAzure() {
        String any = "/subscriptions/00000000-1111-2222-3333-444444444444/any/";
        AzureSource source = new AzureSource("amsterdam");
        source.setCredentialsId("of-amsterdam");
        source.setSubscription("00000000-1111-2222-3333-444444444444");
        source.setResourceGroup("agents");
        source.setRegion("westeurope");
        AzureImage image = new AzureImage(any + "image");
        image.setOperatingSystem(OperatingSystem.WINDOWS);
        image.setArchitecture(Architecture.ARM64);
        image.setSpecialized(true);
        AzureImage bought = new AzureImage("publisher:offer:sku:latest");
        bought.setPlan("publisher:product:name");
        source.setImages(List.of(image, bought));
        AzureNetwork network = new AzureNetwork();
        network.setSubnet(any + "subnet");
        network.setSecurityGroup(any + "group");
        network.setPublicAddress(true);
        source.setNetwork(network);
        AzureHardware hardware = new AzureHardware();
        hardware.setFamilies("Das_v5 Ds_v5");
        hardware.setMaxCpus(16);
        hardware.setMaxMemoryMib(65_536);
        hardware.setZones("1 2");
        hardware.setDiskGib(50);
        hardware.setDiskType("Premium_LRS");
        hardware.setAdminUser("somebody");
        hardware.setPublicKey("ssh-ed25519 AAAA somebody");
        source.setHardware(hardware);
        source.setStart(unusualStart());
        source.setProof(InstanceProof.SECRET);
        source.setCertificates("not used");
        source.setCertificatesFolder("/not/used");
        source.setTags("team=build\nstage=test");
        source.setBuildIdentities(any + "builds");
        source.setSelfDelete(any + "ends");
        return source;
    }

    /** A cloud with all settings that there are, none of them the default where there are two. */
    public static SpotCloud unusualCloud(String name) {
        SpotCloud cloud = new SpotCloud(name);
        cloud.setSources(
                List.of(
                        unusualSource(),
                        new LocalSource("local"),
                        unusualAws(),
                        awsOverSsh(),
                        unusualGcp(),
                        unusualAzure()));
        cloud.setTemplates(List.of(unusualTemplate(), oneShotTemplate(), template()));
        cloud.setMonthlyBudget("1000");
        cloud.setAtBudgetLimit(Budget.AtLimit.STOP);
        cloud.setEgressPrices("eu-central-1=0.02\neu-west-1=0.03");
        return cloud;
    }

    /** Two clouds are the same if they are written the same. Jenkins adds actions of its own. */
    public static String written(SpotCloud cloud) {
        return Jenkins.XSTREAM2.toXML(cloud).replace("<actions/>\n  ", "");
    }
}
