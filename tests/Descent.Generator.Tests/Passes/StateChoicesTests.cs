using Descent.Generator.IR;
using Descent.Generator.Passes;

namespace Descent.Generator.Tests.Passes;

/// <summary>A choice by a state, of what there is not one of for each weight, makes a loop for each outcome only where a loop gains by it.</summary>
public sealed class StateChoicesTests
{
    /// <summary>The total is taken whatever is chosen, and no weight waits for it: one loop.</summary>
    [Fact]
    public void NextValueOfAState_IsSelected() => AssertLoops(1, """
          store #2 state.n %r
          store weight %g
        """);

    /// <summary>Where the state is chosen, nobody needs the total.</summary>
    [Fact]
    public void TotalThatOnlyAChoiceNeeds_IsSaved() => AssertLoops(2, """
          store weight %g
        """);

    /// <summary>Weights wait for the total, unless the state is chosen.</summary>
    [Fact]
    public void SweepThatOnlyAChoiceWaitsFor_IsSaved() => AssertLoops(2, """
          store #2 state.n %r
          %b = broadcast.f64 %p
          %u = mul.f64 %b, %g
          store weight %u
        """);

    /// <summary>Weights wait for the total, whatever is chosen.</summary>
    [Fact]
    public void SweepThatIsNeededAnyway_IsNotSaved() => AssertLoops(1, """
          store #2 state.n %r
          %q = mul.f64 %p, %r
          %b = broadcast.f64 %q
          %u = mul.f64 %b, %g
          store weight %u
        """);

    private static void AssertLoops(int expected, string rest)
    {
        var program = ProgramParser.Parse($"""
            %d = load.f64 #2 state.d
            %z = const.f64 0
            %c = gt.bool %d, %z
            loop
              %g = load.f64 gradient
              %r = reduce.f64 optimizer %g
              %m = max.f64 %r, %d
              %p = phi.f64 %c, %m, %d
              store #2 state.d %p
            {rest}
            end
            """);
        Assert.Equal(expected, UnswitchLoops.Run(program).Instructions.Items.Count(instruction => instruction.Opcode == Opcode.Loop));
    }
}
