using Descent.Generator.Passes;

namespace Descent.Generator.Tests.Passes;

/// <summary>Where operations on whole matrices are applied, on IR text: none overtakes another that has a matrix in common with it.</summary>
public sealed class WholeMatricesTests
{
    /// <summary>The second takes a state that the first writes, and waits with it for a total; the third has nothing to wait for.</summary>
    [Fact]
    public void SplitAtReductions_AppliesInTheOrderOfWhatIsWritten() => PassCheck.Run(SplitAtReductions.Run, """
        loop
          %g = load.f64 gradient
          %r = reduce.f64 %g
          apply "F(Number; Written=state.left)" %r
          apply "G(Square=state.left; Values=gradient)->scratch.x"
          apply "G(Square=state.right; Values=gradient)->scratch.y"
          %x = load.f64 scratch.x
          %y = load.f64 scratch.y
          %z = add.f64 %x, %y
          store weight %z
        end
        """, """
        loop
          %1 = load.f64 gradient
          %2 = reduce.f64 %1
        end
        apply "G(Square=state.right; Values=gradient)->scratch.y"
        barrier
        apply "F(Number; Written=state.left)" %2
        apply "G(Square=state.left; Values=gradient)->scratch.x"
        barrier
        loop
          %10 = load.f64 scratch.x
          %11 = load.f64 scratch.y
          %12 = add.f64 %10, %11
          store weight %12
        end
        """);

    /// <summary>The gradient, and what another operation gave, are matrices already; a weight must be made one.</summary>
    [Fact]
    public void PlaceMatrices_TakesTheGradientAndResultsWhereTheyLie() => PassCheck.Run(PlaceMatrices.Run, """
        loop
          %w = load.f64 weight
          %g = load.f64 gradient
          %a = whole.f64 F(Values)-> %g
          %b = whole.f64 F(Values)-> %a
          %c = whole.f64 F(Values)-> %w
          %d = add.f64 %b, %c
          store weight %d
        end
        """, """
        loop
          %1 = load.f64 weight
          %2 = load.f64 gradient
          apply F(Values=gradient)->scratch.matrix
          apply F(Values=scratch.matrix)->scratch.matrix2
          %5 = load.f64 scratch.matrix2
          store scratch.matrix3 %1
          apply F(Values=scratch.matrix3)->scratch.matrix4
          %8 = load.f64 scratch.matrix4
          %9 = add.f64 %5, %8
          store weight %9
        end
        """);
}
