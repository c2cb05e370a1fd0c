using Descent.Generator.Passes;

namespace Descent.Generator.Tests.Passes;

/// <summary>Signs, and what is made of them, become doubles where nobody can tell.</summary>
public sealed class WidenSignsTests
{
    [Fact]
    public void ComputesAsDoublesWhatOnlyDoublesNeed() => PassCheck.Run(WidenSigns.Run, """
        %g = load.f64 gradient
        %sign:sign = sign.i32 %g
        %zero = const.f64 0
        %up = gt.bool %g, %zero
        if %up
          %one = const.i32 1
        else
        end
        %chosen = phi.i32 %up, %one, %sign
        %a:factor = todouble.f64 %chosen
        %b = todouble.f64 %sign
        %c = mul.f64 %a, %b
        store weight %c
        """, """
        %0 = load.f64 gradient
        %1:sign = sign.f64 %0
        %2 = const.f64 0
        %3 = gt.bool %0, %2
        if %3
          %5 = const.i32 1
          %6 = const.f64 1
        else
        end
        %9:factor = phi.f64 %3, %6, %1
        %10 = mul.f64 %9, %1
        store weight %10
        """);

    [Fact]
    public void KeepsWhatIntsNeed() => PassCheck.Run(WidenSigns.Run, """
        %g = load.f64 gradient
        %sign = sign.i32 %g
        %t = step.i32
        %next = add.i32 %sign, %t
        %a = todouble.f64 %next
        %b = todouble.f64 %sign
        %c = mul.f64 %a, %b
        store weight %c
        """, """
        %0 = load.f64 gradient
        %1 = sign.i32 %0
        %2 = step.i32
        %3 = add.i32 %1, %2
        %4 = todouble.f64 %3
        %5 = todouble.f64 %1
        %6 = mul.f64 %4, %5
        store weight %6
        """);

    /// <summary>A product is never a negative zero where more than a comparison asks for it.</summary>
    [Fact]
    public void ComputesAndComparesSignsAsDoubles() => PassCheck.Run(WidenSigns.Run, """
        %g = load.f64 gradient
        %m = load.f64 state.m
        %first = sign.i32 %g
        %second = sign.i32 %m
        %product = mul.i32 %first, %second
        %one = const.i32 1
        %same = eq.bool %product, %one
        %less = sub.i32 %first, %one
        %other = mul.i32 %less, %second
        %minus = neg.i32 %other
        %a = todouble.f64 %minus
        store weight %a
        """, """
        %0 = load.f64 gradient
        %1 = load.f64 state.m
        %2 = sign.f64 %0
        %3 = sign.f64 %1
        %4 = mul.f64 %2, %3
        %5 = const.i32 1
        %6 = const.f64 1
        %7 = eq.bool %4, %6
        %8 = sub.f64 %2, %6
        %9 = mul.f64 %8, %3
        %10 = const.f64 0
        %11 = add.f64 %9, %10
        %12 = const.f64 0
        %13 = sub.f64 %12, %11
        store weight %13
        """);

    /// <summary>What may leave the range of an int stays one, and with it all that it is compared with.</summary>
    [Fact]
    public void KeepsWhatMayOverflow() => PassCheck.Run(WidenSigns.Run, """
        %g = load.f64 gradient
        %sign = sign.i32 %g
        %most = const.i32 2147483647
        %large = mul.i32 %sign, %most
        %over = add.i32 %large, %sign
        %other = sign.i32 %g
        %up = lt.bool %other, %over
        """, """
        %0 = load.f64 gradient
        %1 = sign.i32 %0
        %2 = const.i32 2147483647
        %3 = mul.i32 %1, %2
        %4 = add.i32 %3, %1
        %5 = sign.i32 %0
        %6 = lt.bool %5, %4
        """);
}
