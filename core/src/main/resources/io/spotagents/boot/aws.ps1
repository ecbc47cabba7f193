$metadata = if ($env:SPOT_AGENTS_AWS_METADATA) { $env:SPOT_AGENTS_AWS_METADATA } else { 'http://169.254.169.254' }
if (-not $env:SPOT_AGENTS_AWS_METADATA) { $env:SPOT_AGENTS_AWS_METADATA = ' ' } # empty would unset it

# One page of the instance identity document, asked for without a proxy.
function Read-Identity($page) {
    $client = New-Object Net.WebClient
    $client.Proxy = $null
    $client.Headers.Add('X-aws-ec2-metadata-token-ttl-seconds', '300')
    $token = $client.UploadString("$metadata/latest/api/token", 'PUT', '')
    $client.Headers.Clear()
    $client.Headers.Add('X-aws-ec2-metadata-token', $token)
    , $client.DownloadData("$metadata/latest/dynamic/instance-identity/$page")
}

# What AWS signed, byte for byte, and its signature.
function Get-Proof {
    @{
        document = [Convert]::ToBase64String((Read-Identity 'document'))
        signature = [Text.Encoding]::ASCII.GetString((Read-Identity 'signature')) -replace '\s', ''
    }
}

# What the instance says of itself.
function Get-Told {
    $told = [Text.Encoding]::UTF8.GetString((Read-Identity 'document')) | ConvertFrom-Json
    @{ account = $told.accountId; region = $told.region; instance = $told.instanceId }
}

function Stop-Instance {
    Say 'the lease of this instance has ended: it shuts down'
    Stop-Computer -Force
    Start-Sleep -Seconds 600
}
