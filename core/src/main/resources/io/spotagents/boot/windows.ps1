<powershell>
# Makes this instance a Jenkins agent: enrolls it at its controller, runs the agent, and shuts the
# instance down when its lease ends. Written by Spot Agents; what it does is told in docs/aws.md.
$ErrorActionPreference = 'Stop'
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
#settings#
$dir = if ($env:SPOT_AGENTS_INSTANCE_DIR) { $env:SPOT_AGENTS_INSTANCE_DIR } else { "$env:ProgramData\SpotAgents" }
$metadata = if ($env:SPOT_AGENTS_AWS_METADATA) { $env:SPOT_AGENTS_AWS_METADATA } else { 'http://169.254.169.254' }
New-Item -ItemType Directory -Force $dir | Out-Null
icacls $dir /inheritance:r /grant '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' | Out-Null
Set-Location $dir
$env:SPOT_AGENTS_INSTANCE_DIR = $dir
if (-not $env:SPOT_AGENTS_AWS_METADATA) { $env:SPOT_AGENTS_AWS_METADATA = ' ' } # empty would unset it

# Since now, whatever the clock is set to.
$clock = [Diagnostics.Stopwatch]::StartNew()
$script:ends = $bootSeconds
$script:last = ''
$script:pause = 2

function Say($text) { Write-Output "Spot Agents: $text" | Out-Host }

# A lease is a number of milliseconds and a word that differs each time. Nothing lasts longer than
# an hour.
function Watch-Lease {
    $now = $clock.Elapsed.TotalSeconds
    $text = Get-Content -Raw 'lease' -ErrorAction SilentlyContinue
    if ($text -and $text -ne $script:last) {
        $script:last = $text
        if ($text -match '^([1-9][0-9]{0,6}) ') {
            $script:ends = $now + [Math]::Min([int]$Matches[1], 3600000) / 1000
        }
    }
    if ($now -ge $script:ends) {
        Say 'the lease of this instance has ended: it shuts down'
        Stop-Computer -Force
        Start-Sleep -Seconds 600
    }
}

function Wait-Watching($seconds) {
    $until = $clock.Elapsed.TotalSeconds + $seconds
    do { Watch-Lease; Start-Sleep -Seconds 1 } while ($clock.Elapsed.TotalSeconds -lt $until)
}

# Until the process ends; prints its status.
function Wait-Process-Watching($process) {
    $process.Handle | Out-Null # without it there is no ExitCode
    while (-not $process.WaitForExit(5000)) { Watch-Lease }
    $process.ExitCode
}

# Twice as long each time, up to a minute, and up to as much again: not all instances at once.
function Back-Off {
    Wait-Watching ($script:pause * (1 + (Get-Random -Maximum 1.0)))
    $script:pause = [Math]::Min($script:pause * 2, 60)
}

# Leaves the instance to its lease, so that what always fails is not launched again and again.
function Give-Up($text) {
    Say "$text. This instance shuts down at its boot deadline."
    while ($true) { Wait-Watching 60 }
}

function Read-Metadata($page) {
    $client = New-Object Net.WebClient
    $client.Proxy = $null
    $client.Headers.Add('X-aws-ec2-metadata-token-ttl-seconds', '300')
    $token = $client.UploadString("$metadata/latest/api/token", 'PUT', '')
    $client.Headers.Clear()
    $client.Headers.Add('X-aws-ec2-metadata-token', $token)
    , $client.DownloadData("$metadata/latest/dynamic/instance-identity/$page")
}

function New-Request {
    $document = Read-Metadata 'document'
    $request = [ordered]@{ provider = 'aws'; controller = $controller }
    if ($secret) {
        $told = [Text.Encoding]::UTF8.GetString($document) | ConvertFrom-Json
        $request.intent = $intent
        $request.account = $told.accountId
        $request.region = $told.region
        $request.instance = $told.instanceId
        $request.secret = $secret
    } else {
        $request.document = [Convert]::ToBase64String($document)
        $request.signature = [Text.Encoding]::ASCII.GetString((Read-Metadata 'signature')) -replace '\s', ''
    }
    $request | ConvertTo-Json -Compress
}

function Enroll {
    $request = $null
    while (-not $request) {
        try { $request = New-Request } catch {
            Say 'the metadata service does not answer; asking again'
            Back-Off
        }
    }
    $script:pause = 2
    while ($true) {
        $status = 0
        try {
            $answer = Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -Method Post -Body $request `
                -ContentType 'application/json' -Uri "${controllerUrl}spot-agents-enrol/"
            $status = [int]$answer.StatusCode
        } catch {
            if ($_.Exception.Response) { $status = [int]$_.Exception.Response.StatusCode }
        }
        if ($status -eq 200) { return $answer.Content | ConvertFrom-Json }
        if ($status -eq 202 -and "$($answer.Headers['Retry-After'])" -match '^[0-9]{1,2}$') {
            Wait-Watching ([int]"$($answer.Headers['Retry-After'])")
        } else {
            if ($status -ne 202) {
                Say "$controllerUrl answered $status; asking again (0: not reached; 403: refused, the controller's log says why)"
            }
            Back-Off
        }
    }
}

try {
    Watch-Lease
    if ($startScript) {
        [IO.File]::WriteAllBytes("$dir\start-script.ps1", [Convert]::FromBase64String($startScript))
        $status = Wait-Process-Watching (Start-Process -PassThru -NoNewWindow powershell.exe `
            "-NoProfile -ExecutionPolicy Bypass -File `"$dir\start-script.ps1`"")
        if ($status -ne 0) { Give-Up "the start script of its source failed with status $status" }
        # What it installed is on the machine's path, not yet on ours.
        $env:Path = [Environment]::GetEnvironmentVariable('Path', 'Machine')
    }
    if (-not (Get-Command $java -ErrorAction SilentlyContinue)) {
        Give-Up "there is no $java on this image: add Java 17 or 21, or name it as Java of the source"
    }
    $handout = Enroll
    [IO.File]::WriteAllText("$dir\secret", $handout.secret)
    Say "enrolled as $($handout.node)"
    $script:pause = 2
    while ($true) {
        try {
            Invoke-WebRequest -UseBasicParsing -Uri "${controllerUrl}jnlpJars/agent.jar" -OutFile "$dir\agent.jar"
            break
        } catch {
            Say "agent.jar cannot be fetched from ${controllerUrl}; trying again"
            Back-Off
        }
    }
    while ($true) {
        $status = Wait-Process-Watching (Start-Process -PassThru -NoNewWindow -WorkingDirectory $dir $java `
            "$jvmOptions -jar agent.jar -url `"$controllerUrl`" -name `"$($handout.node)`" -secret @secret -webSocket -workDir work")
        Say "the agent ended with status $status; starting it again"
        Wait-Watching 10
    }
} catch {
    Give-Up "the start broke: $_"
}
</powershell>
<persist>false</persist>
<detach>true</detach>
