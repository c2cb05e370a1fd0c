using System.Globalization;
using System.Runtime.CompilerServices;
using Descent.CompilerServices;

namespace Descent.Tests.Engine;

public sealed class LargePagesTests
{
    private const string Enabled = "/sys/kernel/mm/transparent_hugepage/enabled";

    /// <summary>What Linux says of the memory of a large state: that large pages were asked for (<c>hg</c>).</summary>
    [Fact]
    public unsafe void LargeStates_AskForLargePages()
    {
        if (!File.Exists(Enabled))
        {
            return;
        }

        var state = StateBuffer.Create<float>(1 << 22);
        var middle = (nuint)Unsafe.AsPointer(ref state.First) + (nuint)(state.Bytes / 2);
        Assert.Contains("hg", Flags(middle));
        GC.KeepAlive(state);
    }

    /// <summary>The flags of the mapping that has an address.</summary>
    private static string[] Flags(nuint address)
    {
        var isThere = false;
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            if (line.Split(' ')[0].Split('-') is [var start, var end] && nuint.TryParse(start, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var from))
            {
                isThere = from <= address && address < nuint.Parse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
            else if (isThere && line.StartsWith("VmFlags:", StringComparison.Ordinal))
            {
                return line.Split(' ');
            }
        }

        return [];
    }
}
