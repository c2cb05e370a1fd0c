using Descent.Generator.IR;

namespace Descent.Generator.Tests.Passes;

/// <summary>Checks one pass on IR text.</summary>
internal static class PassCheck
{
    /// <summary>
    /// Runs a pass and compares. Programs are well formed before and after, but for a phi of a loop whose arms lie in no branch any more:
    /// hoisting hands it to unswitching.
    /// </summary>
    public static void Run(Func<Program, Program> pass, string source, string expected, bool verifySource = true, bool verifyResult = true)
    {
        var program = ProgramParser.Parse(source);
        if (verifySource)
        {
            Assert.Empty(Verifier.Verify(program));
        }

        var result = pass(program);

        Assert.Equal(expected.ReplaceLineEndings("\n") + "\n", result.ToString());
        if (verifyResult)
        {
            Assert.Empty(Verifier.Verify(result));
        }
    }
}
