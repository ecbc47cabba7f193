package io.spotagents.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineFamilyTest {

    @ParameterizedTest
    @CsvSource({
        "m7g.2xlarge,m7g",
        "m5d.metal,m5d",
        "n1-highcpu-16,n1",
        "Standard_NC24ads_A100_v4,NCads_A100_v4",
        "Standard_B2ms,Bms",
        "v100,v100",
        "c7i-flex.large,c7i-flex",
        "n2d-standard-4,n2d",
        "n2d-highcpu-8,n2d",
        "Standard_D4s_v5,Ds_v5",
        "Standard_D16as_v5,Das_v5",
        "Standard_E8-4ds_v4,Eds_v4",
        "Standard_F2,F",
        "local,local"
    })
    void isReadFromTheNameAsEachCloudWritesIt(String machineType, String family) {
        assertThat(MachineFamily.of(machineType)).isEqualTo(family);
    }
}
