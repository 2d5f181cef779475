import { BitWriter } from './bit-writer.ts';

/** Width and height of a macroblock. */
const BLOCK = 16;
/** Samples stay in the video range, 16 to 235: no two zero bytes ever follow each other, so nothing needs escaping. */
export type Shade = (x: number, y: number) => number;

const startOfUnit = (kind: number): BitWriter => new BitWriter().bits(kind, 8);

/** Sequence parameters of a baseline stream of this size (ITU-T H.264, 7.3.2.1). */
export function sequenceParameters(width: number, height: number): Buffer {
  return startOfUnit(0x67)
    .bits(66, 8) // baseline profile
    .bits(0, 8) // no constraints
    .bits(30, 8) // level 3.0
    .unsigned(0) // seq_parameter_set_id
    .unsigned(0) // log2_max_frame_num_minus4
    .unsigned(2) // pic_order_cnt_type: output in the order of decoding
    .unsigned(0) // max_num_ref_frames: every picture stands alone
    .bits(0, 1) // gaps_in_frame_num_value_allowed_flag
    .unsigned(width / BLOCK - 1)
    .unsigned(height / BLOCK - 1)
    .bits(1, 1) // frame_mbs_only_flag
    .bits(0, 1) // direct_8x8_inference_flag
    .bits(0, 1) // frame_cropping_flag
    .bits(0, 1) // vui_parameters_present_flag
    .finish();
}

/** Picture parameters (ITU-T H.264, 7.3.2.2). */
export function pictureParameters(): Buffer {
  return startOfUnit(0x68)
    .unsigned(0) // pic_parameter_set_id
    .unsigned(0) // seq_parameter_set_id
    .bits(0, 1) // entropy_coding_mode_flag: CAVLC
    .bits(0, 1) // bottom_field_pic_order_in_frame_present_flag
    .unsigned(0) // num_slice_groups_minus1
    .unsigned(0) // num_ref_idx_l0_default_active_minus1
    .unsigned(0) // num_ref_idx_l1_default_active_minus1
    .bits(0, 1) // weighted_pred_flag
    .bits(0, 2) // weighted_bipred_idc
    .signed(0) // pic_init_qp_minus26
    .signed(0) // pic_init_qs_minus26
    .signed(0) // chroma_qp_index_offset
    .bits(0, 1) // deblocking_filter_control_present_flag
    .bits(0, 1) // constrained_intra_pred_flag
    .bits(0, 1) // redundant_pic_cnt_present_flag
    .finish();
}

/**
 * A picture whose blocks are not compressed at all (I_PCM, ITU-T H.264, 7.3.5): large, but every decoder shows it, and it
 * takes no codec to make it.
 */
export function picture(width: number, height: number, index: number, shade: Shade): Buffer {
  const unit = startOfUnit(0x65)
    .unsigned(0) // first_mb_in_slice
    .unsigned(7) // slice_type: I, as all of this picture
    .unsigned(0) // pic_parameter_set_id
    .bits(0, 4) // frame_num
    .unsigned(index % 2) // idr_pic_id: differs between neighbours
    .bits(0, 1) // no_output_of_prior_pics_flag
    .bits(0, 1) // long_term_reference_flag
    .signed(0); // slice_qp_delta
  for (let y = 0; y < height; y += BLOCK) {
    for (let x = 0; x < width; x += BLOCK) {
      unit.unsigned(25).align(); // mb_type: I_PCM
      unit.bytes(luma(x, y, shade)).bytes(new Uint8Array(128).fill(128));
    }
  }
  return unit.finish();
}

function luma(left: number, top: number, shade: Shade): Uint8Array {
  return Uint8Array.from({ length: BLOCK * BLOCK }, (_, index) =>
    Math.max(16, Math.min(235, Math.round(shade(left + (index % BLOCK), top + Math.floor(index / BLOCK))))),
  );
}
