namespace Descent.Distributed.Tests;

/// <summary>Ranks that are processes have the bits of one optimizer: with shares on devices, with gradients of some rows, and with a mathematical library of their own.</summary>
public sealed class RankTests
{
    [MpiTheory, InlineData("AdamW"), InlineData("Lamb"), InlineData("Adafactor")]
    public void Shares_lie_on_devices(string rule)
    {
        var expected = Rig.Whole<float>(DeviceRig<float>.Shapes, () => RankProgram.Make(rule), 2);
        Assert.All(Mpi.Launchers, launcher => Assert.All(Mpi.RunRanks(launcher, 3, null, "devices", rule), digest => Assert.Equal(expected, digest)));
    }

    [MpiTheory, InlineData("AdamW"), InlineData("AdamMini")]
    public void Micro_batches_have_some_rows(string rule)
    {
        var expected = Embedding<float>.Whole(() => RankProgram.Make(rule), 3);
        Assert.All(Mpi.Launchers, launcher => Assert.All(Mpi.RunRanks(launcher, 3, null, "rows", rule), digest => Assert.Equal(expected, digest)));
    }

    /// <summary>MPI writes a message that is shorter than the one that is awaited into its room without a word.</summary>
    [MpiFact]
    public void Message_of_another_length_is_not_taken_for_the_awaited_one()
        => Assert.All(Mpi.Launchers, launcher => Assert.Equal(["sent", "took each for itself"], Mpi.RunRanks(launcher, 2, null, "lengths").Order(StringComparer.Ordinal)));

    /// <summary>A rank that fails in its own code, and disposes of its end, ends the job at once, and each rank still tells why.</summary>
    [MpiFact]
    public void Rank_that_leaves_is_told_of()
        => Assert.All(Mpi.Launchers, launcher => Assert.Equal(
            ["Its data are broken.", "Rank 0 waits for rank 1, which has left.", "Rank 2 waits for rank 1, which has left."], Mpi.RunFailingRanks(launcher, 3, "leaves").Order(StringComparer.Ordinal)));

    [OtherLibraryTheory, InlineData("AdamW"), InlineData("NAdam")]
    public void Library_of_the_first_rank_computes_the_step_values(string rule)
    {
        var launcher = Mpi.Launchers.First();
        var expected = Rig.Whole<double>(Tensors<double>.Large, () => RankProgram.Make(rule), 3);
        Assert.NotEqual(expected, Mpi.RunRanks(launcher, 1, OtherPow.Library, "weights", rule)[0]);
        Assert.All(Mpi.RunRanks(launcher, 3, OtherPow.Library, "weights", rule), digest => Assert.Equal(expected, digest));
    }

    [OtherLibraryTheory, InlineData("Padam")]
    public void Library_that_computes_more_is_refused_where_it_differs(string rule)
        => Assert.All(
            Mpi.RunRanks(Mpi.Launchers.First(), 2, OtherPow.Library, "weights", rule),
            told => Assert.StartsWith("The ranks disagree. On rank 0 what the mathematical library computes as Math.Pow is of the bits ", told, StringComparison.Ordinal));
}
