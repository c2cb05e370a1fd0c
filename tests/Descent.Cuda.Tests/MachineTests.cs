using System.Buffers.Binary;
using Descent.Cuda.Kernels;
using Descent.Cuda.Tests.Machine;

namespace Descent.Cuda.Tests;

/// <summary>The interpreter itself: instructions by examples whose answers are in NVIDIA's description, and texts that it must refuse.</summary>
public sealed class MachineTests
{
    [Theory]
    [InlineData("add.rn.f32 %r, %x, %y", 1f, 5.9604645e-8f, 1f)]
    [InlineData("fma.rn.f32 %r, %x, %x, %y", 1.0000001f, -1.0000002f, 1.4210855e-14f)]
    [InlineData("div.rn.f32 %r, %x, %y", 1e-38f, 10f, 1e-39f)]
    [InlineData("sqrt.rn.f32 %r, %x", 2f, 0f, 1.4142135f)]
    [InlineData("copysign.f32 %r, %x, %y", -1f, 3f, -3f)]
    [InlineData("min.f32 %r, %x, %y", float.NaN, 3f, 3f)]
    [InlineData("cvt.rni.f32.f32 %r, %x", 2.5f, 0f, 2f)]
    [InlineData("cvt.rmi.f32.f32 %r, %x", -2.5f, 0f, -3f)]
    [InlineData("cvt.rpi.f32.f32 %r, %x", -0.5f, 0f, -0f)]
    [InlineData("cvt.rzi.f32.f32 %r, %x", -2.5f, 0f, -2f)]
    [InlineData("setp.neu.f32 %p, %x, %y; selp.f32 %r, 0f3F800000, 0f00000000, %p", float.NaN, 1f, 1f)]
    [InlineData("setp.ne.f32 %p, %x, %y; selp.f32 %r, 0f3F800000, 0f00000000, %p", float.NaN, 1f, 0f)]
    [InlineData("setp.nan.f32 %p, %x, %y; @!%p mov.f32 %r, %y", 1f, 7f, 7f)]
    public void Instructions_OfNumbers(string instructions, float x, float y, float expected)
    {
        var result = Run($"{instructions};", x, y);

        Assert.Equal(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(result));
    }

    [Theory]
    [InlineData("mul.f32 %r, %x, %y", "how it rounds")]
    [InlineData("add.rn.ftz.f32 %r, %x, %y", "how it rounds")]
    [InlineData("add.rn.f64 %r, %x, %y", "is of .f32")]
    [InlineData("add.rn.f32 %r, %x, %z", "is no register")]
    [InlineData("sin.approx.f32 %r, %x", "no such instruction")]
    [InlineData("mov.f32 %r, 0d3FF0000000000000", "is no .f32")]
    [InlineData("and.pred %p, %x, %p", "is of .f32")]
    [InlineData("bra NOWHERE", "is no label")]
    [InlineData("setp.lt.b32 %p, %x, %y", "no comparison lt of .b32")]
    [InlineData("setp.lo.s32 %p, 1, 2", "no comparison lo of .s32")]
    [InlineData("setp.nan.u32 %p, 1, 2", "no comparison nan of .u32")]
    [InlineData("mov.b8 %r, 1", "no mov.b8")]
    [InlineData("ld.global.f16 %r, [%results]", "no ld.f16")]
    [InlineData("ld.global.v2.f32 {%x, %y, %r}, [%results]", "no vector")]
    [InlineData(".reg .b64 %a, %b, %c, %d; ld.global.v4.b64 {%a, %b, %c, %d}, [%results]", "no vector")]
    [InlineData("{ INNER: mov.f32 %r, %x; }", "between braces")]
    [InlineData(".reg .u32 %tid", "a register of the machine")]
    [InlineData(".reg .u32 %a; add.u32 %a, %tid.x, 1", "by mov alone")]
    [InlineData(".reg .u32 %a; mov.u32 %a, 0x100000000", "is no .u32")]
    [InlineData(".reg .u32 %a; mov.u32 %a, 010", "is nothing")]
    [InlineData(".shared .align 3 .b32 a[2]", "no memory of a block")]
    [InlineData(".shared .align 8 .b64 a[8192]", "no memory of a block")]
    [InlineData(".shared .align 8 .b64 a[2]; mov.f32 %r, a", "an address is no .f32")]
    [InlineData(".shared .align 8 .b64 a[2]; .reg .f64 %d; ld.shared.f64 %d, [a+4]", "not a multiple of 8")]
    [InlineData("add.rn.f32 %r, %r, %x", "never written")]
    [InlineData("{ .reg .f32 %z; mov.f32 %z, %z; }", "never written")]
    [InlineData("{ .reg .f32 %x; mov.f32 %x, %y; }", "hides another")]
    public void TextInError_IsRefused(string instruction, string why)
        => Assert.Contains(why, Assert.Throws<PtxException>(() => Run($"{instruction};", 1, 2)).Message, StringComparison.Ordinal);

    [Fact]
    public void AddressBesideMemory_IsRefused()
        => Assert.Contains("are in no memory", Assert.Throws<PtxException>(() => Run("ld.global.f32 %r, [%results+4];", 1, 2)).Message, StringComparison.Ordinal);

    [Fact]
    public void Module_OfOtherTypes()
    {
        const string Text = "    // .T and WIDTH\n    mul.rn.T %WIDTH, %x.T, 0d3FB999999999999A;\n    ld.global.T %r, [%a+3*WIDTH];\n    mul.wide.u32 %b, %c, WIDTH;\n    mov.B %d, %r;\n    cvt.f64.T %e, %r;\n    mov.f64 %e, 0D3FF0000000000000;\n";

        Assert.Equal(
            PtxText.Head + "    // .T and WIDTH\n    mul.rn.f32 %WIDTH, %x.f32, 0f3DCCCCCD;\n    ld.global.f32 %r, [%a+12];\n    mul.wide.u32 %b, %c, 4;\n    mov.b32 %d, %r;\n    cvt.f64.f32 %e, %r;\n    mov.f64 %e, 0D3FF0000000000000;\n",
            PtxText.Of(Text, [typeof(float)]));
        Assert.Equal(
            PtxText.Head + "    // .T and WIDTH\n    mul.rn.f64 %WIDTH, %x.f64, 0d3FB999999999999A;\n    ld.global.f64 %r, [%a+24];\n    mul.wide.u32 %b, %c, 8;\n    mov.b64 %d, %r;\n    mov.f64 %e, %r;\n    mov.f64 %e, 0D3FF0000000000000;\n",
            PtxText.Of(Text, [typeof(double)]));
    }

    /// <summary>Threads that come to one place, of which one writes, have a barrier between them; blocks have nothing.</summary>
    [Theory]
    [InlineData("st.shared.u32 [a], %thread;", 1, false)]
    [InlineData("@%isFirst st.shared.u32 [a], %thread; ld.shared.u32 %value, [a];", 1, false)]
    [InlineData("@%isFirst st.shared.u32 [a], %thread; bar.sync 0; ld.shared.u32 %value, [a];", 1, true)]
    [InlineData("@%isFirst st.shared.u32 [a], %thread; bar.sync 0; ld.shared.u32 %value, [a]; @%isFirst st.shared.u32 [a], %value;", 1, false)]
    [InlineData("@%isFirst st.shared.u32 [a], %thread; bar.sync 0; ld.shared.u32 %value, [a]; bar.sync 0; @%isFirst st.shared.u32 [a], %value;", 2, true)]
    [InlineData("st.global.u32 [%results], %block;", 1, false)]
    [InlineData("@%isFirst st.global.u32 [%results], %block;", 1, true)]
    [InlineData("@%isFirst st.global.u32 [%results], %block;", 2, false)]
    [InlineData("ld.global.u32 %value, [%results];", 2, true)]
    [InlineData("ld.global.u32 %value, [%results]; bar.sync 0; @%isFirst st.global.u32 [%results], %block;", 1, true)]
    [InlineData("ld.global.u32 %value, [%results]; bar.sync 0; @%isFirst st.global.u32 [%results], %block;", 2, false)]
    [InlineData("red.global.add.u32 [%results], 1;", 2, true)]
    [InlineData("red.global.add.u32 [%results], 1; ld.global.u32 %value, [%results];", 1, false)]
    [InlineData("red.global.add.u32 [%results], 1; bar.sync 0; ld.global.u32 %value, [%results];", 1, true)]
    [InlineData("red.global.add.u32 [%results], 1; bar.sync 0; ld.global.u32 %value, [%results];", 2, false)]
    public void Threads_AreInOrder(string instructions, uint blocks, bool areInOrder)
    {
        var text = $$"""
            {{PtxText.Head}}.visible .entry Test(.param .u64 results)
            {
                .reg .u64 %results;
                .reg .u32 %thread, %block, %value;
                .reg .pred %isFirst;
                .shared .align 4 .b32 a[1];
                ld.param.u64 %results, [results];
                mov.u32 %thread, %tid.x;
                mov.u32 %block, %ctaid.x;
                setp.eq.u32 %isFirst, %thread, 0;
                {{instructions}}
                ret;
            }
            """;
        var memory = new GlobalMemory();
        var entry = Assert.Single(PtxEntry.Load(text, memory));
        var parameters = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(parameters, memory.Allocate(4));

        var refusal = Record.Exception(() => PtxBlocks.Run(entry, parameters, memory, blocks, 64));

        Assert.Equal(areInOrder, refusal is null);
        Assert.True(refusal is null || (refusal is PtxException && refusal.Message.Contains("nothing says which is first", StringComparison.Ordinal)), refusal?.Message);
    }

    private static float Run(string instructions, float x, float y)
    {
        var text = $$"""
            {{PtxText.Head}}.visible .entry Test(.param .u64 results, .param .f32 x, .param .f32 y)
            {
                .reg .u64 %results;
                .reg .f32 %x, %y, %r;
                .reg .pred %p;
                ld.param.u64 %results, [results];
                ld.param.f32 %x, [x];
                ld.param.f32 %y, [y];
                {{instructions}}
                st.global.f32 [%results], %r;
                ret;
            }
            """;
        var memory = new GlobalMemory();
        var entry = Assert.Single(PtxEntry.Load(text, memory));
        var results = memory.Allocate(4);
        var parameters = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(parameters, results);
        BinaryPrimitives.WriteSingleLittleEndian(parameters.AsSpan(8), x);
        BinaryPrimitives.WriteSingleLittleEndian(parameters.AsSpan(12), y);
        PtxBlocks.Run(entry, parameters, memory, 1, 1);
        return BitConverter.UInt32BitsToSingle((uint)memory.Load(results, 4));
    }
}
