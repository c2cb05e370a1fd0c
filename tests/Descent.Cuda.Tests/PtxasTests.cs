using Descent.Cuda.Kernels;
using Xunit.Sdk;

namespace Descent.Cuda.Tests;

/// <summary>What NVIDIA's assembler is asked where there is one: each module that any test here loads.</summary>
public sealed class PtxasTests
{
    private const string Entry = ".visible .entry Nothing()\n{\n    .reg .f32 %a;\n    mov.f32 %a, 0f3F800000;\n    ret;\n}\n";

    [PtxasFact]
    public void Text_IsAssembled() => Ptxas.Assemble(PtxText.Head + Entry);

    [PtxasFact]
    public void WrongText_IsRefusedInItsWords()
        => Assert.Contains("%b", Assert.ThrowsAny<XunitException>(() => Ptxas.Assemble(PtxText.Head + Entry.Replace("mov.f32 %a", "mov.f32 %b", StringComparison.Ordinal))).Message, StringComparison.Ordinal);
}
