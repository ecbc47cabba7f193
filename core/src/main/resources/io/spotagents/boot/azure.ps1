$metadata = if ($env:SPOT_AGENTS_AZURE_METADATA) { $env:SPOT_AGENTS_AZURE_METADATA } else { 'http://169.254.169.254' }
if (-not $env:SPOT_AGENTS_AZURE_METADATA) { $env:SPOT_AGENTS_AZURE_METADATA = ' ' } # empty would unset it

function Read-Azure($page) {
    $client = New-Object Net.WebClient
    $client.Proxy = $null
    $client.Headers.Add('Metadata', 'true')
    $client.DownloadString("$metadata/metadata/$page")
}

function Read-Compute($name) { Read-Azure "instance/compute/${name}?api-version=2021-02-01&format=text" }

# Ten digits that stand for the launch: Azure signs no more of what it is asked to sign.
function Get-Nonce {
    $sha = [Security.Cryptography.SHA256]::Create()
    $hash = $sha.ComputeHash([Text.Encoding]::ASCII.GetBytes($intent))
    $number = [bigint]0
    foreach ($byte in $hash) { $number = ($number * 256 + $byte) % 10000000000 }
    $number.ToString('D10')
}

# What Azure signed, and beside it what it does not sign.
function Get-Proof {
    $attested = Read-Azure "attested/document?api-version=2021-02-01&nonce=$(Get-Nonce)" | ConvertFrom-Json
    $place = '{"region":"' + (Read-Compute 'location') + '"}'
    @{
        document = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes($place))
        signature = $attested.signature
    }
}

# What the instance says of itself.
function Get-Told {
    @{
        account = Read-Compute 'subscriptionId'
        region = Read-Compute 'location'
        instance = Read-Compute 'vmId'
    }
}

# With an identity that may delete virtual machines of its resource group; without one Azure bills
# it until somebody else deletes it.
function Stop-Instance {
    if (-not $selfDelete) {
        Say 'the lease of this instance has ended: it shuts down. Azure bills it until it is deleted'
        Stop-Computer -Force
        Start-Sleep -Seconds 600
        return
    }
    Say 'the lease of this instance has ended: it deletes itself'
    while ($true) {
        try {
            $told = Read-Azure "identity/oauth2/token?api-version=2018-02-01&resource=$management/&mi_res_id=$selfDelete"
            $token = ($told | ConvertFrom-Json).access_token
            Invoke-WebRequest -UseBasicParsing -TimeoutSec 60 -Method Delete `
                -Headers @{ Authorization = "Bearer $token" } `
                -Uri "$management$(Read-Compute 'resourceId')?api-version=2024-11-01&forceDeletion=true" | Out-Null
            Start-Sleep -Seconds 600
        } catch {
            Say 'Azure does not let it delete itself; trying again'
            Start-Sleep -Seconds 30
        }
    }
}
