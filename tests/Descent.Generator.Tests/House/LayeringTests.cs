namespace Descent.Generator.Tests.House;

/// <summary>The order of the rooms is the flow of the data: a room knows only those before it.</summary>
public sealed class LayeringTests
{
    /// <summary>Each project's rooms, the first one knowing none of the others.</summary>
    public static TheoryData<string, string> Projects => new()
    {
        { "generator/Descent.Generator", "Infrastructure IR Model Reading Analysis Passes Kernels Trials Targets Emission Analyzers ." },
        { "generator/Descent.CodeFixes", "." },
        { "runtime/Descent", "CompilerServices Authoring Schema Statistics Parameters Steps Engine Checkpoints . Chains Optimizers" },
        { "runtime/Descent.Cuda", "Driver Kernels ." },
        { "runtime/Descent.Distributed", "Communication Mpi Options Sharding ." },
        { "runtime/Descent.Matrix", "Views Storage Products Orthogonalization Workspace Rules Factorizations . Optimizers" },
        { "runtime/Descent.Testing", "Comparing Checks ." },
        { "runtime/Descent.Training", "Numerics Initialization Data Schedules Scaling Averaging Monitoring Checks Search SecondOrder ." },
        { "runtime/Descent.Tensors", "." },
        { "runtime/Descent.TorchSharp", "Tensors Saving ." },
        { "samples/AuthorYourOwn", "." },
        { "samples/Digits", "Shared Model Mnist Training CommandLine Comparison Search ." },
        { "samples/Distributed", "." },
        { "samples/Landscapes", "Shared Walking Drawing Scenes ." },
        { "samples/Lectures", "Site Drawing Learning Topics ." },
        { "samples/Torch", "Tasks Contest ." },
    };

    [Theory, MemberData(nameof(Projects))]
    public void Room_knows_only_rooms_before_it(string project, string order)
    {
        var rooms = order.Split(' ');
        var arrows = RoomMap.ArrowsIn(project.Split('/'));
        var broken = Broken(arrows, rooms);
        Assert.True(broken.Count == 0, string.Join('\n', broken));

        // A room that is not on the list would be in no order at all.
        Assert.Empty(RoomMap.RoomsIn(project.Split('/')).Except(rooms));
    }

    [Fact]
    public void Arrow_against_the_order_is_named()
    {
        var arrows = RoomMap.Arrows(
        [
            ("IR/Program.cs", "namespace N.IR; class Program { }"),
            ("Passes/Fold.cs", "namespace N.Passes; class Fold { N.IR.Program P; }"),
            ("IR/Late.cs", "namespace N.IR; using N.Passes; class Late { void M() => new Fold().ToString(); }"),
        ]);
        Assert.Equal("IR → Passes: Fold at IR/Late.cs:1", Assert.Single(Broken(arrows, ["IR", "Passes"])));
    }

    private static List<string> Broken(IEnumerable<Arrow> arrows, string[] rooms)
        => [.. arrows.Where(arrow => Array.IndexOf(rooms, arrow.To) > Array.IndexOf(rooms, arrow.From)).Select(arrow => arrow.ToString()).Distinct()];
}
