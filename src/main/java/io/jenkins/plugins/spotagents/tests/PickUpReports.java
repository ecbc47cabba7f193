package io.jenkins.plugins.spotagents.tests;

import hudson.FilePath;
import hudson.Util;
import hudson.remoting.VirtualChannel;
import io.spotagents.batches.Outcome;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import jenkins.MasterToSlaveFileCallable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Runs on the agent, in the workspace: reads the JUnit reports that are new or have changed since
 * the last look. A report that is only half written is read at a later look.
 */
final class PickUpReports extends MasterToSlaveFileCallable<PickedUp> {

    private static final long serialVersionUID = 1L;

    /** Names of unknown cases are for a message: a few will do. */
    private static final int MOST_UNKNOWN = 5;

    private final String pattern;
    private final ArrayList<String> tests;
    private final HashMap<String, String> seen;

    /**
     * @param tests of the batch; if there are none, reports are only noted as seen
     */
    PickUpReports(String pattern, List<String> tests, Map<String, String> seen) {
        this.pattern = pattern;
        this.tests = new ArrayList<>(tests);
        this.seen = new HashMap<>(seen);
    }

    static PickedUp now(
            FilePath workspace, String pattern, List<String> tests, Map<String, String> seen)
            throws IOException, InterruptedException {
        return workspace.act(new PickUpReports(pattern, tests, seen));
    }

    @Override
    public PickedUp invoke(File workspace, VirtualChannel channel) throws IOException {
        Reading reading = new Reading(new CaseNames(tests));
        HashMap<String, String> now = new HashMap<>(seen);
        for (String name :
                Util.createFileSet(workspace, pattern).getDirectoryScanner().getIncludedFiles()) {
            File file = new File(workspace, name);
            String state = file.lastModified() + "/" + file.length();
            if (!state.equals(seen.get(name)) && (tests.isEmpty() || reading.read(file))) {
                now.put(name, state);
            }
        }
        return new PickedUp(reading.picked(), new ArrayList<>(reading.unknown), now);
    }

    /** What the reports of one look say. */
    private static final class Reading {

        private final CaseNames names;
        private final Map<String, Cases> cases = new LinkedHashMap<>();
        private final List<String> unknown = new ArrayList<>();

        Reading(CaseNames names) {
            this.names = names;
        }

        /** Whether it could be read. */
        boolean read(File file) throws IOException {
            try {
                NodeList all = parsed(file).getElementsByTagName("testcase");
                for (int i = 0; i < all.getLength(); i++) {
                    add((Element) all.item(i));
                }
                return true;
            } catch (SAXException e) {
                return false; // half written
            } catch (ParserConfigurationException | TransformerException e) {
                throw new IOException(e);
            }
        }

        private void add(Element element) throws TransformerException {
            String className = element.getAttribute("classname");
            String name = element.getAttribute("name");
            Node parent = element.getParentNode();
            String suite = parent instanceof Element up ? up.getAttribute("name") : "";
            Optional<String> test = names.testOf(suite, className, name);
            if (test.isPresent()) {
                cases.computeIfAbsent(test.get(), any -> new Cases()).add(element);
            } else if (unknown.size() < MOST_UNKNOWN) {
                unknown.add(className + "." + name);
            }
        }

        List<PickedUp.Picked> picked() {
            List<PickedUp.Picked> picked = new ArrayList<>();
            cases.forEach((test, found) -> picked.add(found.picked(test)));
            return picked;
        }

        private static Document parsed(File file)
                throws IOException, SAXException, ParserConfigurationException {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null); // or it prints what it throws
            return builder.parse(file);
        }
    }

    /** The test cases of one test. */
    private static final class Cases {

        private final StringBuilder xml = new StringBuilder();
        private double seconds;
        private boolean failed;
        private boolean ran;

        void add(Element element) throws TransformerException {
            failed |= has(element, "failure") || has(element, "error");
            ran |= !has(element, "skipped");
            seconds += seconds(element.getAttribute("time"));
            xml.append(text(element)).append('\n');
        }

        PickedUp.Picked picked(String test) {
            Outcome ended = ran ? Outcome.PASSED : Outcome.SKIPPED;
            Outcome outcome = failed ? Outcome.FAILED : ended;
            return new PickedUp.Picked(
                    test, outcome.name(), Math.round(1000 * seconds), xml.toString());
        }

        private static boolean has(Element element, String child) {
            return element.getElementsByTagName(child).getLength() > 0;
        }

        private static double seconds(String time) {
            try {
                double seconds = Double.parseDouble(time.replace(",", ""));
                return seconds > 0 && seconds < Integer.MAX_VALUE ? seconds : 0;
            } catch (NumberFormatException e) {
                return 0; // not every tool tells it
            }
        }

        private static String text(Element element) throws TransformerException {
            TransformerFactory factory = TransformerFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            Transformer transformer = factory.newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter text = new StringWriter();
            transformer.transform(new DOMSource(element), new StreamResult(text));
            return text.toString();
        }
    }
}
