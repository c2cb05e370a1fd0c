using Descent.Generator.IR;

namespace Descent.Generator.Tests.IR;

/// <summary>The text form of the IR reads back to what was printed, and the verifier knows good from bad.</summary>
public sealed class ProgramTextTests
{
    [Fact]
    public void Text_ReadsBackToTheSameProgram()
    {
        var program = ProgramParser.Parse("""
            %w = load.f64 weight @1
            %g = load.f64 gradient @2
            %h = hyper.f64 LearningRate @3
            %f = hyper.i32 #1 Form
            %t = step.i32
            %c = const.f64 -0 @4
            %n = const.f64 0x7FF8000000000001
            %i = const.f64 -inf
            %s = mul.i32 #1 %t, %t
            %b = gt.bool %h, %c
            if %b
              %call = call "Helper.Soft(double, out double)" %g, %h @12
              %r0 = result.f64 %call
              %r1:mHat = result.f64 #1 %call
            else
              %x = sub.f64 %w, %c
            end
            %p:step = phi.f64 %b, %r1, %x
            store weight %p
            """);

        Assert.Equal(program, ProgramParser.Parse(program.ToString()));
        Assert.Empty(Verifier.Verify(program));
        Assert.NotEqual(0, program[5].Bits);
        Assert.Equal("mHat", program[13].Hint);
    }

    [Theory]
    [InlineData("%a = nonsense.f64", "'nonsense' is not an operation")]
    [InlineData("%a = const.f64 1 %b", "%b is not defined")]
    [InlineData("%a = const.f64 one", "'one' is not a number")]
    [InlineData("%a = const.f16 1", "'f16' is not a type")]
    [InlineData("%a = step.i32\n%b = add.i32 %a", "Line 2, '%b = add.i32 %a': add takes 2 operands")]
    public void Text_ThatIsNoProgram_IsRefusedWithItsLine(string text, string message)
        => Assert.Contains(message, Assert.Throws<FormatException>(() => ProgramParser.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("%a = const.f64 1\n%b = step.i32\n%c = add.f64 %a, %b", "add does not take f64, i32 and give f64")]
    [InlineData("%a = const.f64 1\n%b = lt.f64 %a, %a", "lt does not take f64, f64 and give f64")]
    [InlineData("%a = const.bool true\nif %a\n%b = const.f64 1\nend\nstore weight %b", "%2 is not visible")]
    [InlineData("%a = const.bool true\nif %a", "a region is not closed")]
    [InlineData("else", "'else' without 'if'")]
    [InlineData("end", "'end' without a region")]
    [InlineData("%a = const.f64 1\nif %a\nend", "if does not take f64 and give nothing")]
    [InlineData("%a = const.bool true\n%x = const.f64 1\nif %a\n%b = const.f64 1\nend\n%p = phi.f64 %a, %x, %b", "%3 is not visible")]
    public void MalformedPrograms_AreFound(string text, string error)
        => Assert.Contains(Verifier.Verify(ProgramParser.Parse(text)), found => found.Contains(error, StringComparison.Ordinal));
}
