using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Snapshots;

/// <summary>The attributes in which the bodies of helpers travel.</summary>
public sealed class InlineableTests
{
    [Fact]
    public void Helpers_OfEveryKind()
    {
        var (compilation, files) = GeneratorHarness.Generate("""
            namespace Tools
            {
                public enum Form { Plain, Signed }

                /// <summary>Helpers.</summary>
                public static class Shrinkage
                {
                    /// <summary>Calls helpers that nobody outside sees.</summary>
                    [Inlineable]
                    public static double Soft(double value, double threshold)
                    {
                        var magnitude = Math.Max(Size(value) - threshold, 0);
                        return Inner.WithSign(magnitude, value);
                    }

                    /// <summary>Several results, one of them in place of an argument.</summary>
                    [Inlineable]
                    public static void Split(double value, out double magnitude, ref double sign)
                    {
                        magnitude = Size(value);
                        sign *= Math.Sign(value);
                    }

                    /// <summary>Types other than double.</summary>
                    [Inlineable]
                    public static int Period(int step, bool isLong, Form form) => checked((isLong ? step : step / 2) + (form == Form.Signed ? -1 : 1));

                    /// <summary>A total over the tensor.</summary>
                    [Inlineable]
                    public static double Norm(double value) => Math.Sqrt(Reduce.Sum(value * value));

                    private static double Size(double value) => Math.Abs(value);

                    private static class Inner
                    {
                        public static double WithSign(double size, double sign) => Math.CopySign(size, sign);
                    }
                }
            }
            """);

        GeneratorHarness.AssertClean(compilation);
        var (hint, text) = Assert.Single(files);
        Snapshot.Verify(text, hint, nameof(InlineableTests));
    }
}
