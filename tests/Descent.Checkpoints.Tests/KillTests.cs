using System.Diagnostics;
using System.Globalization;
using Descent.Survivor;

namespace Descent.Checkpoints.Tests;

/// <summary>
/// A training in a process of its own is killed at random moments, in steps and in saves, and started again: it always goes on, from no earlier than what it said was saved, and
/// ends with the bits of a training that nobody killed.
/// </summary>
public sealed class KillTests
{
    private const string Variable = "DESCENT_KILLS";

    /// <summary>A few, in every run; <c>DESCENT_KILLS=1000</c> makes so many, of all sizes, and writes the record.</summary>
    [Fact]
    public void Killed_GoesOn()
    {
        var isFull = int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var kills);
        (int Size, bool IsAsynchronous)[] kinds = [(100, false), (100, true), (30_000, false), (30_000, true), (1_000_000, false), (1_000_000, true)];
        List<string> rows = [];
        foreach (var (index, kind) in kinds.Index())
        {
            var share = isFull ? (kills / kinds.Length) + (index < kills % kinds.Length ? 1 : 0) : 1;
            rows.Add(Run(kind.Size, kind.IsAsynchronous, share));
        }

        if (isFull)
        {
            File.WriteAllText(Path.Combine(Repository.Root, "tests", "Descent.Checkpoints.Tests", "kills.md"), $"""
                # Killed runs

                Written by `DESCENT_KILLS={kills} dotnet test tests/Descent.Checkpoints.Tests --filter Killed`: `kill -9` at a random moment of a training that saves at every step, and another start, until
                all were killed; then it ends, and is compared with one that nobody killed. A run is lost if its checkpoint is refused, or older than what it said was saved.

                | weights | saves | kills | of them in the midst of writing | steps | lost | the bits at the end |
                | ---: | --- | ---: | ---: | ---: | ---: | --- |
                {string.Join('\n', rows)}

                """);
        }
    }

    /// <summary>Two trainings that save to one path at the same time, while others are killed that do the same: none fails, and nothing is left over.</summary>
    [Fact]
    public async Task ProcessesThatSaveToOnePath_DoNotDisturbEachOther()
    {
        const int size = 30_000, last = 60;
        using var folder = new TemporaryFolder();
        var file = folder["run.safetensors"];
        var lives = Enumerable.Range(0, 2).Select(_ => Start(file, size, last, isAsynchronous: false)).ToArray();
        using (var killed = Start(file, size, int.MaxValue, isAsynchronous: false))
        {
            while (await killed.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("saved ", StringComparison.Ordinal))
            {
            }

            killed.Kill();
            await killed.WaitForExitAsync();
        }

        foreach (var life in lives)
        {
            var errors = life.StandardError.ReadToEndAsync();
            Assert.Contains("digest ", await life.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);
            Assert.Equal("", await errors);
            life.Dispose();
        }

        using var probe = new Life(size);
        Assert.True(probe.Optimizer.Load(file, probe.Options).IsExact);
        probe.Optimizer.Save(file, probe.Options);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.partial"));
    }

    private static string Run(int size, bool isAsynchronous, int kills)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(size + kills);
        var (file, saved, partial) = (folder["run.safetensors"], 0, 0);
        for (var kill = 0; kill < kills; kill++)
        {
            using var life = Start(file, size, int.MaxValue, isAsynchronous);
            saved = Math.Max(saved, Loaded(life, saved));
            var (confirmed, lines) = (saved, 0);
            var reading = Task.Run(() =>
            {
                while (life.StandardOutput.ReadLine() is { } line)
                {
                    confirmed = Number(line, "saved ");
                    Interlocked.Increment(ref lines);
                }
            });

            // After some saves, at any moment of the next.
            var (least, clock) = (random.Next(6), Stopwatch.StartNew());
            SpinWait.SpinUntil(() => Volatile.Read(ref lines) >= least || reading.IsCompleted, TimeSpan.FromSeconds(30));
            Thread.Sleep(clock.Elapsed * (1.5 * random.NextDouble() / Math.Max(1, least)));
            life.Kill();
            life.WaitForExit();
            reading.Wait();
            saved = confirmed;
            partial += File.Exists(file + ".partial") ? 1 : 0;
        }

        int last;
        using (var probe = new Life(size))
        {
            if (File.Exists(file))
            {
                Assert.True(probe.Optimizer.Load(file, probe.Options).IsExact);
            }

            last = probe.Steps + 3;
        }

        using var end = Start(file, size, last, isAsynchronous);
        Assert.InRange(Loaded(end, saved), saved, last);
        var digest = end.StandardOutput.ReadToEnd().Split('\n').Single(line => line.StartsWith("digest ", StringComparison.Ordinal))["digest ".Length..];
        end.WaitForExit();

        using var undisturbed = new Life(size);
        while (undisturbed.Steps < last)
        {
            undisturbed.Step();
        }

        Assert.Equal(undisturbed.Digest(), digest);
        return string.Create(CultureInfo.InvariantCulture, $"| {size} | {(isAsynchronous ? "beside the steps" : "between the steps")} | {kills} | {partial} | {last} | 0 | those of the undisturbed run |");
    }

    /// <summary>Reads what a life loaded: no less than was saved.</summary>
    private static int Loaded(Process life, int saved)
    {
        var line = life.StandardOutput.ReadLine();
        if (line is null)
        {
            Assert.Fail($"The run is lost: {life.StandardError.ReadToEnd()}");
        }

        var loaded = Number(line, "loaded ");
        Assert.True(loaded >= saved, $"It had said that step {saved} was saved, and went on from {loaded}.");
        return loaded;
    }

    private static int Number(string line, string prefix)
    {
        Assert.StartsWith(prefix, line, StringComparison.Ordinal);
        return int.Parse(line[prefix.Length..], CultureInfo.InvariantCulture);
    }

    private static Process Start(string file, int size, int last, bool isAsynchronous)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(Repository.Root, "tests", "Descent.Survivor", "bin", output.Parent!.Name, output.Name, "Descent.Survivor.dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["exec", program, file, size.ToString(CultureInfo.InvariantCulture), last.ToString(CultureInfo.InvariantCulture), isAsynchronous ? "asynchronous" : "synchronous"])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
