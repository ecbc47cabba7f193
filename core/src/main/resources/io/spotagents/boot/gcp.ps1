$metadata = if ($env:SPOT_AGENTS_GCP_METADATA) { $env:SPOT_AGENTS_GCP_METADATA } else { 'http://metadata.google.internal' }
if (-not $env:SPOT_AGENTS_GCP_METADATA) { $env:SPOT_AGENTS_GCP_METADATA = ' ' } # empty would unset it

# Google deletes the instance when it has run for its longest.
$up = ((Get-Date) - (Get-CimInstance Win32_OperatingSystem).LastBootUpTime).TotalSeconds
$env:SPOT_AGENTS_GCP_ENDS_AT = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds() - [long]$up + [long]$longestRun

function Read-Google($page) {
    $client = New-Object Net.WebClient
    $client.Proxy = $null
    $client.Headers.Add('Metadata-Flavor', 'Google')
    $client.DownloadString("$metadata/computeMetadata/v1/$page")
}

function ConvertTo-Base64($text) { [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes($text)) }

# What Google signed: the token up to its last dot, and what follows it.
function Get-Proof {
    $token = Read-Google "instance/service-accounts/default/identity?format=full&audience=$controllerUrl$controller"
    $dot = $token.LastIndexOf('.')
    @{
        document = ConvertTo-Base64 $token.Substring(0, $dot)
        signature = ConvertTo-Base64 $token.Substring($dot + 1)
    }
}

# What the instance says of itself.
function Get-Told {
    $zone = (Read-Google 'instance/zone').Split('/')[-1]
    @{
        account = Read-Google 'project/project-id'
        region = $zone.Substring(0, $zone.LastIndexOf('-'))
        instance = "${zone}:$(Read-Google 'instance/id')"
    }
}

# One that switched itself off would stay, and its disks with it.
function Stop-Instance {
    Say 'the lease of this instance has ended: its controller ends it, or Google after its longest run'
    $script:ends = [double]::MaxValue
}
