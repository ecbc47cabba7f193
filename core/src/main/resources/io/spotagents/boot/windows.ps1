# Makes this instance a Jenkins agent: enrolls it at its controller, runs the agent, and ends the
# instance with its lease. Written by Spot Agents; what it does is told in docs/enrolment.md.
$ErrorActionPreference = 'Stop'
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
#settings#
$dir = if ($env:SPOT_AGENTS_INSTANCE_DIR) { $env:SPOT_AGENTS_INSTANCE_DIR } else { "$env:ProgramData\SpotAgents" }
New-Item -ItemType Directory -Force $dir | Out-Null
icacls $dir /inheritance:r /grant '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' | Out-Null
Set-Location $dir
$env:SPOT_AGENTS_INSTANCE_DIR = $dir

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
        Stop-Instance
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
    Say "$text. This instance ends at its boot deadline."
    while ($true) { Wait-Watching 60 }
}

#cloud#

function New-Request {
    $request = [ordered]@{ provider = $provider; controller = $controller }
    if ($intent) { $request.intent = $intent }
    $shown = if ($secret) { Get-Told } else { Get-Proof }
    foreach ($name in $shown.Keys) { $request[$name] = $shown[$name] }
    if ($secret) { $request.secret = $secret }
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
