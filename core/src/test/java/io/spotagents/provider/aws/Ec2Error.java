package io.spotagents.provider.aws;

/** An error that the endpoint answers. */
final class Ec2Error extends RuntimeException {

    private static final long serialVersionUID = 1L;

    final int status;
    final String code;

    Ec2Error(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    String body() {
        Ec2Xml error = new Ec2Xml().with("Code", code).with("Message", getMessage());
        Ec2Xml errors = new Ec2Xml().with("Error", error);
        return new Ec2Xml()
                .with("Response", new Ec2Xml().with("Errors", errors).with("RequestID", "r-1"))
                .toString();
    }
}
