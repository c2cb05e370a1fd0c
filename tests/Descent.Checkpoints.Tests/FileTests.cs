namespace Descent.Checkpoints.Tests;

/// <summary>The file that a checkpoint is: it takes the place of the one before when it is whole.</summary>
public sealed class FileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Adam _optimizer = new();

    public FileTests() => _optimizer.Add("w", new float[10], new float[10]);

    public void Dispose()
    {
        _folder.Dispose();
        _optimizer.Dispose();
    }

    [Fact]
    public void TheLastOnesAreKept()
    {
        var options = new CheckpointOptions { Keep = 3 };
        for (var step = 1; step <= 5; step++)
        {
            _optimizer.Step();
            _optimizer.Save(_folder["run"], options);
        }

        Assert.Equal(["run", "run.1", "run.2"], Files());
        Assert.Equal([5, 4, 3], Files().Select(StepOf));

        options.Keep = 2;
        _optimizer.Save(_folder["run"], options);
        Assert.Equal(["run", "run.1"], Files());
        _optimizer.Save(_folder["run"]);
        Assert.Equal(["run"], Files());
    }

    /// <summary>A link stays one, and leads to what was saved: to another disk, say.</summary>
    [Fact]
    public void LinkIsFollowed()
    {
        if (OperatingSystem.IsWindows())
        {
            // There a link takes rights that a user seldom has.
            return;
        }

        Directory.CreateDirectory(_folder["large"]);
        File.CreateSymbolicLink(_folder["between"], Path.Combine("large", "run"));
        File.CreateSymbolicLink(_folder["run"], "between");
        for (var step = 1; step <= 2; step++)
        {
            _optimizer.Step();
            _optimizer.Save(_folder["run"]);
            Assert.Equal(step, StepOf("run"));
        }

        Assert.NotNull(new FileInfo(_folder["run"]).LinkTarget);
        Assert.Null(new FileInfo(Path.Combine(_folder["large"], "run")).LinkTarget);
        Assert.Equal("run", Path.GetFileName(Assert.Single(Directory.GetFiles(_folder["large"]))));
    }

    /// <summary>Writing that fails leaves the old file, and nothing beside it.</summary>
    [Fact]
    public async Task SaveThatFails_LeavesTheOldOne()
    {
        _optimizer.Step();
        _optimizer.Save(_folder["run"]);
        _optimizer.Step();
        var memory = new VanishingMemory(4);
        _optimizer.Add("gone", memory.Memory);
        memory.Reaches = 0;
        Assert.ThrowsAny<Exception>(() => _optimizer.Save(_folder["run"]));
        Assert.Equal(["run"], Files());
        memory.Reaches = int.MaxValue;
        Assert.Equal(1, StepOf("run"));

        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _optimizer.SaveAsync(_folder["run"], cancellationToken: cancelled.Token));
        Assert.Equal(["run"], Files());
        _optimizer.Save(_folder["run"]);
        Assert.Equal(2, StepOf("run"));
    }

    /// <summary>Left over from a process that was killed.</summary>
    [Fact]
    public void PartialFileOfBefore_IsWrittenOver()
    {
        File.WriteAllText(_folder["run.partial"], new string('x', 100_000));
        _optimizer.Save(_folder["run"]);
        Assert.Equal(["run"], Files());
        Assert.Equal(0, StepOf("run"));
    }

    [Fact]
    public void FolderThatIsNotThere()
        => Assert.Throws<DirectoryNotFoundException>(() => _optimizer.Save(_folder["none/run"]));

    /// <summary>A file that is being loaded, and one that takes its place meanwhile.</summary>
    [Fact]
    public void SavingOver_WhatIsOpen()
    {
        _optimizer.Save(_folder["run"]);
        using var open = CheckpointReader.Open(_folder["run"]);
        _optimizer.Step();
        _optimizer.Save(_folder["run"]);
        open.Verify();
        Assert.Equal("0", open.Header.Metadata["w:step"]);
        Assert.Equal(1, StepOf("run"));
    }

    /// <summary>A save beside the training is not disturbed by the one at its end.</summary>
    [Fact]
    public async Task Save_WaitsForTheOneUnderWay()
    {
        using var large = new Adam();
        large.Add("w", new float[4_000_000], new float[4_000_000]);
        large.Step();
        var saving = large.SaveAsync(_folder["run"]);
        large.Step();
        large.Save(_folder["run"]);
        Assert.True(saving.IsCompletedSuccessfully);
        await saving;
        using var read = CheckpointReader.Open(_folder["run"]);
        Assert.Equal("2", read.Header.Metadata["w:step"]);
    }

    /// <summary>What somebody else is writing is theirs.</summary>
    [Fact]
    public void FileThatSomebodyElseIsWriting_StaysTheirs()
    {
        _optimizer.Save(_folder["run"]);
        using (var theirs = new FileStream(_folder["run.partial"], FileMode.Create, FileAccess.Write, FileShare.None))
        {
            theirs.WriteByte(1);
            _optimizer.Step();
            _optimizer.Save(_folder["run"]);
            Assert.Equal(["run", "run.partial"], Files());
        }

        Assert.Equal([1], File.ReadAllBytes(_folder["run.partial"]));
        Assert.Equal(1, StepOf("run"));
    }

    /// <summary>Left over from several processes that were killed at once.</summary>
    [Fact]
    public void PartialFilesOfBefore_AreDeleted()
    {
        Array.ForEach(["run.partial", "run.2.partial", "run.7.partial"], name => File.WriteAllText(_folder[name], "x"));
        _optimizer.Save(_folder["run"]);
        Assert.Equal(["run"], Files());
    }

    /// <summary>Each save takes another time, so that they overtake each other; whoever reads meanwhile finds a whole one.</summary>
    [Fact]
    public async Task SavesOfManyThreadsToOnePath_AreEachWhole()
    {
        const int threads = 8, saves = 25;
        _optimizer.Save(_folder["run"]);
        var saving = Enumerable.Range(1, threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                using var optimizer = new Adam();
                optimizer.Add("w", new float[10 + (30_000 * thread)], new float[10 + (30_000 * thread)]);
                for (var save = 0; save < saves; save++)
                {
                    optimizer.Step();
                    optimizer.Save(_folder["run"], new() { Keep = 3 });
                }
            },
            TaskCreationOptions.LongRunning));
        var all = Task.WhenAll(saving.ToArray());
        while (!all.IsCompleted)
        {
            using var read = CheckpointReader.Open(_folder["run"]);
            read.Verify();
        }

        await all;
        Assert.Equal(["run", "run.1", "run.2"], Files());
        Assert.All(Files(), file =>
        {
            using var read = CheckpointReader.Open(_folder[file]);
            read.Verify();
        });
    }

    /// <summary>A name that is a folder's.</summary>
    [Fact]
    public void PlaceThatIsTaken_LeavesNothingBeside()
    {
        Directory.CreateDirectory(_folder["run"]);
        Assert.ThrowsAny<Exception>(() => _optimizer.Save(_folder["run"]));
        Assert.Empty(Files());
    }

    private string[] Files() => [.. Directory.GetFiles(_folder.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private int StepOf(string file)
    {
        using var optimizer = new Adam();
        optimizer.Add("w", new float[10]);
        optimizer.Load(_folder[file], new() { Allow = CheckpointDifferences.Extra });
        return optimizer["w"].StepCount;
    }
}
