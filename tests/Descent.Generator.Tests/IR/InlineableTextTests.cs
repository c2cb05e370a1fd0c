using Descent.Generator.IR;

namespace Descent.Generator.Tests.IR;

/// <summary>A body of another assembly is believed only if it is one in every detail.</summary>
public sealed class InlineableTextTests
{
    private const string Good = "%0 = arg.f64\n%1 = arg.i32 #1\n%2:twice = add.f64 %0, %0\nreturn %2\n";

    [Fact]
    public void Body_IsReadBack() => Assert.Equal(Good, InlineableText.Print(Parse(Good)!));

    [Fact]
    public void PlacesOfTheCaller_AreReadBack()
    {
        const string Text = "%0:x = ref.f64 #2\n%1:y = ref.f64 #3\n%2 = get.f64 %1\nset %0, %2\nreturn %2\n";
        Assert.Equal(Text, InlineableText.Print(Parse(Text)!));
    }

    [Theory]
    [InlineData("%0 = ref.f64 #0\n%1 = get.f64 %0\nreturn %1")]
    [InlineData("%0 = arg.f64 #2\nreturn %0")]
    [InlineData("%0 = ref.f64 #2\nreturn %0")]
    [InlineData("%0 = ref.f64 #2\n%1 = add.f64 %0, %0\nreturn %1")]
    [InlineData("%0 = ref.f64 #3\n%1 = arg.f64\nset %0, %1\nreturn %1")]
    [InlineData("%0 = ref.f64 #2\n%1 = arg.i32 #1\n%2 = arg.f64\nset %0, %1\nreturn %2")]
    [InlineData("%0 = arg.f64\n%1 = var.f64 %0\n%2 = get.f64 %1\nreturn %2")]
    [InlineData("%0 = arg.f64\n%1 = get.f64 %0\nreturn %1")]
    [InlineData("%0 = arg.i32 #1\n%1 = index.i32 %0\n%2 = arg.f64\nreturn %2")]
    [InlineData("%0 = undefined\n%1 = arg.f64\nreturn %1")]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("%0 = arg.f64\n")]
    [InlineData("%0 = arg.f64\nreturn %0\nreturn %0")]
    [InlineData("%0 = arg.f64\nreturn %0, %0")]
    [InlineData("%0 = arg.f64\nreturn")]
    [InlineData("%0 = arg.i32 #1\nreturn %0")]
    [InlineData("%0 = arg.f64 #1\nreturn %0")]
    [InlineData("%0 = arg.f64 #-1\nreturn %0")]
    [InlineData("%0 = arg.f64 #4294967296\nreturn %0")]
    [InlineData("%0 = load.f64 weight\nreturn %0")]
    [InlineData("%0 = arg.f64\nstore weight %0\nreturn %0")]
    [InlineData("%0 = hyper.f64 LearningRate\nreturn %0")]
    [InlineData("%0 = call Library.Twice\n%1 = result.f64 %0\nreturn %1")]
    [InlineData("%0 = arg.f64\n%1 = reduce.f64 #7 %0\nreturn %1")]
    [InlineData("%0 = arg.f64\nloop\n%1 = add.f64 %0, %0\nend\nreturn %0")]
    [InlineData("%0 = arg.f64 @3\nreturn %0")]
    [InlineData("%0 = arg.f64 x\nreturn %0")]
    [InlineData("%0 = arg.f64\n%1:x;y = add.f64 %0, %0\nreturn %1")]
    [InlineData("%0 = arg.f64\n%1 = add.f64 #1 %0, %0\nreturn %1")]
    [InlineData("%0 = arg.f64\n%1 = const.i32 4294967296\n%2 = todouble.f64 %1\nreturn %2")]
    [InlineData("%0 = const\nreturn %0")]
    [InlineData("%0 = arg.f64\nif.f64 %0\nend\nreturn %0")]
    [InlineData("%0 = arg.i32 #1\n%1 = sqrt.i32 %0\n%2 = todouble.f64 %1\nreturn %2")]
    [InlineData("%0 = const.bool true\n%1 = add.bool %0, %0\n%2 = arg.f64\n%3 = select.f64 %1, %2, %2\nreturn %3")]
    [InlineData("%0 = const.bool true\nif %0\n%2 = arg.f64\nreturn %2\nend")]
    [InlineData("%0 = arg.f64\n%1 = muladd.f64 %0, %0, %0\nreturn %1")]
    [InlineData("%0 = arg.f64\n%1 = vlog2.f64 %0\nreturn %1")]
    public void Text_ThatIsNoBodyOfTheSignature_IsRefused(string text) => Assert.Null(Parse(text));

    [Fact]
    public void AbsurdSizes_AreRefused()
    {
        Assert.Null(Parse(new string(' ', 1_000_000) + Good));
        Assert.Null(Parse("%0 = arg.f64\n" + string.Concat(Enumerable.Repeat("%1 = add.f64 %0, %0\n", 2000)) + "return %0"));
        Assert.Null(Parse("%0 = const.bool true\n%1 = arg.f64\n" + string.Concat(Enumerable.Repeat("if %0\n", 65)) + string.Concat(Enumerable.Repeat("end\n", 65)) + "return %1"));
    }

    private static Program? Parse(string text) => InlineableText.TryParse(text, [new(ScalarType.Double, false, false), new(ScalarType.Integer, false, false), new(ScalarType.Double, true, true), new(ScalarType.Double, true, false)], [ScalarType.Double]);
}
