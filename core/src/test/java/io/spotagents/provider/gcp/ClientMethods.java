package io.spotagents.provider.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.googleapis.services.AbstractGoogleClient;
import com.google.api.client.googleapis.services.AbstractGoogleClientRequest;
import com.google.api.client.json.GenericJson;
import com.google.api.client.util.ClassInfo;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What Google's clients know of the API, which they are made from the description of: each method's
 * verb, path and parameters, and the typed models of bodies.
 */
final class ClientMethods {

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\+?)(\\w+)}");

    private static final Map<Class<?>, Object> SIMPLE =
            Map.of(
                    String.class,
                    "any",
                    Long.class,
                    1L,
                    Integer.class,
                    1,
                    Boolean.class,
                    true,
                    Double.class,
                    1.0,
                    Float.class,
                    1f);

    private final List<Known> methods = new ArrayList<>();

    /** A method of the API. */
    private record Known(
            String verb, Pattern path, Set<String> parameters, Class<?> body, String name) {}

    /**
     * @param clients that check no patterns of parameters, since they get none that fit
     */
    ClientMethods(AbstractGoogleClient... clients) throws ReflectiveOperationException {
        for (AbstractGoogleClient client : clients) {
            read(client, client);
        }
    }

    /** Collections of methods lie within each other. */
    private void read(AbstractGoogleClient client, Object holder)
            throws ReflectiveOperationException {
        for (Method method : holder.getClass().getDeclaredMethods()) {
            Class<?> type = method.getReturnType();
            if (method.isSynthetic() || !isPartOf(client, type)) {
                continue;
            }
            method.setAccessible(true);
            if (AbstractGoogleClientRequest.class.isAssignableFrom(type)) {
                methods.add(known(client, made(holder, method), method));
            } else if (method.getParameterCount() == 0) {
                read(client, method.invoke(holder));
            }
        }
    }

    private static boolean isPartOf(AbstractGoogleClient client, Class<?> type) {
        return type.getName().startsWith(client.getClass().getName() + "$");
    }

    private static AbstractGoogleClientRequest<?> made(Object holder, Method method)
            throws ReflectiveOperationException {
        List<Object> arguments = new ArrayList<>();
        for (Class<?> type : method.getParameterTypes()) {
            arguments.add(any(type));
        }
        try {
            return (AbstractGoogleClientRequest<?>) method.invoke(holder, arguments.toArray());
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(method + " cannot be made", e);
        }
    }

    private static Object any(Class<?> type) throws ReflectiveOperationException {
        Object simple = SIMPLE.get(type);
        if (simple != null) {
            return simple;
        }
        return List.class.isAssignableFrom(type)
                ? List.of("any")
                : type.getDeclaredConstructor().newInstance();
    }

    private static Known known(
            AbstractGoogleClient client, AbstractGoogleClientRequest<?> request, Method method) {
        String path = "/" + client.getServicePath() + request.getUriTemplate();
        Set<String> parameters = new TreeSet<>(ClassInfo.of(request.getClass()).getNames());
        StringBuilder pattern = new StringBuilder();
        int from = 0;
        for (var it = VARIABLE.matcher(path); it.find(); from = it.end()) {
            pattern.append(Pattern.quote(path.substring(from, it.start())));
            pattern.append(it.group(1).isEmpty() ? "[^/]+" : ".+");
            parameters.remove(it.group(2));
        }
        pattern.append(Pattern.quote(path.substring(from)));
        Class<?>[] types = method.getParameterTypes();
        Class<?> last = types.length == 0 ? Void.class : types[types.length - 1];
        return new Known(
                request.getRequestMethod(),
                Pattern.compile(pattern.toString()),
                parameters,
                GenericJson.class.isAssignableFrom(last) ? last : Void.class,
                request.getClass().getSimpleName());
    }

    int size() {
        return methods.size();
    }

    /**
     * Fails unless the request is one that the client could have made. Of the methods whose path
     * fits, the one that says most of the path is called, as a variable may hold slashes.
     */
    void check(GceRequest request) throws IOException {
        String verb = request.line().substring(0, request.line().indexOf(' '));
        String path = request.line().substring(verb.length() + 1);
        Optional<Known> called =
                methods.stream()
                        .filter(one -> one.verb().equals(verb))
                        .filter(one -> one.path().matcher(path).matches())
                        .max(Comparator.comparingInt(one -> one.path().pattern().length()));
        assertThat(called).as(request.line()).isPresent();
        Known method = called.orElseThrow();
        assertThat(method.parameters()).as(request.line()).containsAll(request.query().keySet());
        if (request.body().isMissingNode()) {
            return;
        }
        assertThat(method.body()).as(request.line()).isNotEqualTo(Void.class);
        Object body = GcpClients.JSON.fromString(request.body().toString(), method.body());
        checkKnown(request.line(), body);
    }

    /** What a model does not know, it keeps apart. */
    private static void checkKnown(String path, Object value) {
        if (value instanceof GenericJson object) {
            assertThat(object.getUnknownKeys()).as(path).isEmpty();
            object.forEach((name, member) -> checkKnown(path + "." + name, member));
        } else if (value instanceof Collection<?> items) {
            items.forEach(item -> checkKnown(path + "[]", item));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> checkKnown(path + "." + name, member));
        }
    }
}
